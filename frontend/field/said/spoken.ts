/** How people say what forms call otherwise: so that a sentence meets the words of the kinds. */

/** What is said; the words kinds use for it; the choice it speaks for, by its title or most of it. */
type Saying = readonly [said: RegExp, written: string, chosen?: string];

const NO_GIFT = "^(?!.*(?:捐|赠|送))";
const FESTIVAL = "节前|节日|中秋|春节|端午|重阳|困难户|五保户|独居";

const SAYINGS: readonly Saying[] = [
  [/^(?!.*捐).*(?:买|采购|下单|订了|订购|食堂.*进了|进了.*货)/, "购买，消费帮扶"],
  [/卖|帮销|销出|代销|带货/, "帮助销售，帮销金额，消费帮扶"],
  [/捐|赠|送去|资助/, "捐款捐物，捐赠"],
  [new RegExp(`^(?!.*(?:${FESTIVAL}|慰问)).*(?:送了|送来|送给)`), "捐款捐物，捐赠"],
  [/^(?!.*(?:捐物|物资|价值|折[合价款])).*捐.*[元块万钱]|捐款|善款/, "捐款", "捐款"],
  [/(?:捐|送).*[台套件批本箱桶袋]|物资/, "捐物", "捐物"],
  [/慰问|看望|探望|问候|送温暖/, "走访慰问"],
  [new RegExp(`(?:${FESTIVAL}).*送`), "走访慰问"],
  [/种.{0,8}(?:树|苗|棵|株)|种下|栽|植树|树苗/, "绿美植树", "植绿补绿"],
  [/打扫|清扫|清理|清运|除草|割草|铲|清了|捡垃圾|义务劳动|劳动日/, "集中劳动，清理环境"],
  [/^(?!.*(?:沟|渠|淤)).*(?:打扫|清扫|清理|清运|除草|割草|铲|清了|垃圾)/, "", "清理环境"],
  [/挖沟|清淤|淤泥|疏通|水沟|沟渠/, "疏通沟渠", "疏通沟渠"],
  [/割.{0,6}稻|收割|插秧|抢收|采摘/, "集中劳动，助耕助收", "助耕助收"],
  [/修补|修好|加固|粉刷|维修|修缮/, "修缮设施", "修缮设施"],
  [/开会|开了.*会|例会|座谈|商量|碰头/, "会议"],
  [/例会/, "", "工作队例会"],
  [/联席/, "联席会议", "联席会议"],
  [/讲课|授课|上课|技术课|夜校|教大家|培训|辅导/, "培训授课"],
  [/来访|反映|诉求|上门来|接待/, "接待来访"],
  [/打工|务工|招工|用工|上班|入职|就业/, "就业帮扶，务工"],
  [/外出务工|输送|输出/, "劳务输出", "劳务输出"],
  [/调研|入户|走了一遍|摸清/, "调查研究"],
  [/摸底|逐户|登记造册/, "摸底调查"],
  [/庭院|小菜园|院子/, "美丽庭院"],
  [/报道|刊发|见报|推送|播出|登了/, "宣传推介，刊发"],
  [/帮.*解决|协调解决|化解|办妥/, "解决难题"],
  [new RegExp(`${NO_GIFT}.*(?:路灯|照明|修路|硬化|铺.{0,4}(?:路|水泥|沥青)|水泥路)`), "民生实事，道路照明", "道路照明"],
  [/路灯|照明|修路|烂路|水泥路/, "", "道路照明"],
  [/自来水|饮水|水管|接水/, "民生实事，饮水用水", "饮水用水"],
  [new RegExp(`${NO_GIFT}.*(?:屋顶|漏雨|危房|旧房|住房)`), "民生实事，住房安全", "住房安全"],
  [new RegExp(`${NO_GIFT}(?!.*解决).*(?:涵管|内涝|排水|防汛|防洪)`), "民生实事，排水防涝", "排水防涝"],
  [/涵管|内涝|排水|积水|水浸|防洪/, "", "排水防涝"],
  [new RegExp(`${NO_GIFT}.*(?:义诊|体检|卫生室|看病|医保)`), "民生实事，医疗卫生", "医疗卫生"],
  [new RegExp(`${NO_GIFT}.*(?:课桌|校舍|助学|奖学|小学|幼儿园)`), "民生实事，教育助学", "教育助学"],
  [new RegExp(`${NO_GIFT}.*(?:轮椅|残疾|敬老|长者饭堂|养老)`), "民生实事，养老助残", "养老助残"],
  [new RegExp(`${NO_GIFT}.*(?:球场|篮球|文化室|健身|戏台|文化广场|农家书屋)`), "民生实事，文体设施", "文体设施"],
  [/开工|推进|进场|施工|项目|封顶|竣工|投产/, "领办项目"],
  [/竣工|建成(?!后)|完工/, "", "建成"],
  [/建成后.*收益|见效/, "", "见效"],
  [/回访|考察|参观|学习交流|取经|看人家/, "互访交流"],
  [/驻村|值守|住了.*晚|在岗/, "驻村值守"],
  [/获评|荣获|获奖|表彰|授予/, "表彰荣誉"],
  [/食堂/, "", "食堂采购"],
  [/工会/, "", "工会福利"],
  [/团购/, "爱心团购", "爱心团购"],
  [/直播|网店|电商|网上/, "电商", "电商"],
  [/摆摊|展销|集市/, "展销", "展销"],
];

/** The sentence, followed by the words forms use for what it says. */
export function asWritten(sentence: string): string {
  const words = SAYINGS.filter(([said, written]) => written && said.test(sentence)).map(([, written]) => written);
  return [sentence, ...words].join("，");
}

// Clauses that tell what was not done, or how much more than another time.
const UNDONE = /没|未(?!成年|来)|不是|[还尚][差缺欠]|欠(?!发达)|退[了回还货款]|比(?![较例赛武])|环比/;
// And those of what is only meant to be; a kind of plans is about just that.
const MEANT = /打算|(?<!按)计划(?!生育)|准备(?![了好])|(?<![模虚])拟|预[计算]|下个?[周月]|明[天年]|后天/;

/** The sentence without the clauses that say nothing of what was done. */
export function done(sentence: string, ofPlans: boolean): string {
  const clauses = sentence.split(/(?<=[，。；！？,;!?\n])/);
  return clauses.filter((one) => !UNDONE.test(one) && (ofPlans || !MEANT.test(one))).join("");
}

/** The choices a sentence speaks for, each by its title or most of it. */
export function chosenBy(sentence: string): readonly string[] {
  return SAYINGS.filter(([said]) => said.test(sentence)).flatMap(([, , chosen]) => chosen ?? []);
}
