/** Forms `form[data-passkey]`: the browser makes a key or signs with one, then the form is sent. */
type Told = { challenge: string; rp?: { id: string }; [name: string]: unknown };

const SAID = {
  refused: "没有完成：已取消、超时，或本机没有可用的通行密钥。可以再试一次，或改用别的方式。",
  known: "这台设备上已有登记过的通行密钥，不必重复添加。",
  unable: "这个浏览器不支持通行密钥，请改用别的方式。",
};

export function watchPasskeys(root: Document): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    form.addEventListener("submit", (event) => {
      const answer = form.elements.namedItem("answer") as HTMLInputElement;
      if (answer.value) return;
      event.preventDefault();
      void asked(form)
        .then((said) => {
          answer.value = JSON.stringify(said);
          form.submit();
        })
        .catch((problem: unknown) => tell(form, problem));
    });
  }
}

function tell(form: HTMLFormElement, problem: unknown): void {
  const place = form.querySelector<HTMLElement>(".passkey-said");
  const known = problem instanceof DOMException && problem.name === "InvalidStateError";
  const unable = problem instanceof TypeError;
  if (place) place.textContent = known ? SAID.known : unable ? SAID.unable : SAID.refused;
}

async function asked(form: HTMLFormElement): Promise<unknown> {
  const told = JSON.parse(form.dataset["options"] ?? "{}") as Told;
  const publicKey = readable(told);
  const made =
    form.dataset["passkey"] === "create"
      ? await navigator.credentials.create({ publicKey: publicKey as PublicKeyCredentialCreationOptions })
      : await navigator.credentials.get({ publicKey: publicKey as PublicKeyCredentialRequestOptions });
  if (!(made instanceof PublicKeyCredential)) throw new TypeError("no passkeys here");
  return spoken(made);
}

/** What the server told, with its base64url texts as bytes where the browser wants bytes. */
export function readable(told: Told): unknown {
  return JSON.parse(JSON.stringify(told), (key, value: unknown) => {
    const isBytes = key === "challenge" || key === "id";
    // a site's own id is its name, not bytes
    if (isBytes && typeof value === "string" && value !== told.rp?.id) {
      return bytes(value);
    }
    return value;
  }) as unknown;
}

/** What the browser answered, with its bytes as base64url texts. */
function spoken(made: PublicKeyCredential): unknown {
  const said: Record<string, string> = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    const value = (made.response as unknown as Record<string, ArrayBuffer | null | undefined>)[name];
    if (value) said[name] = text(value);
  }
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    response: said,
    clientExtensionResults: made.getClientExtensionResults(),
  };
}

export function bytes(told: string): Uint8Array<ArrayBuffer> {
  const plain = atob(told.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

export function text(value: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(value));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
