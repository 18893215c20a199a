package dev.gatehouse.lambda.sandbox.namespace;

import dev.gatehouse.lambda.names.AwsNames;
import dev.gatehouse.lambda.names.HostResolvers;
import dev.gatehouse.lambda.names.NameServer;
import java.util.List;

/**
 * What the sandboxes of a node make of names.
 *
 * @param aws whether AWS's names lead to the sandbox's own endpoint
 * @param out whether a sandbox reaches other machines, and so has a use for their names
 */
record SandboxNames(boolean aws, boolean out) {

    NameServer.Names names() {
        return new NameServer.Names(
                name -> aws && AwsNames.include(name), out ? HostResolvers::servers : List::of);
    }
}
