export { DemoMissing, describeDemo } from "./describe-demo";
export { type DemoTelegram, seedDemo } from "./seed-demo";
