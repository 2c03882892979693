export { issueJwt } from "../support/sign-in";
