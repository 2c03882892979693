export { makeAppCertificate, makeAuthority, makeServerCertificate, toPem } from "../support/certificate";
