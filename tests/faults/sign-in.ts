export { secret, signInThrough, withSecret } from "../support/sign-in";
