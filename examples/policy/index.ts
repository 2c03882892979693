import { PolicyPack } from "@pulumi/policy";
import { pack } from "./pack";

new PolicyPack("connected-organizations", pack);
