export { connect, startServer, type TestServer } from "../support/server";
