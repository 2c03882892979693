export { checked, failureOf } from "../support/host";
