/** A view: what to show, and whether it follows what changes. A form holds what is being typed. */
export interface View {
  readonly title: string;
  readonly tab: string;
  readonly live: boolean;
  readonly plain?: boolean; // what looks the same is the same: not drawn again
  readonly body: () => Node;
}
