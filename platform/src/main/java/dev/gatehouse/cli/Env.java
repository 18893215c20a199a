package dev.gatehouse.cli;

import dev.gatehouse.cli.node.NodeClient;
import java.io.PrintWriter;
import java.net.URI;
import picocli.CommandLine.Model.CommandSpec;

/** Prints the exports that point AWS tools at the node. */
final class Env implements Verb {
    private final Target target = new Target();
    private final CommandSpec spec =
            Verb.named(
                    "env",
                    this,
                    "Print shell exports that point the AWS CLI, the SDKs and Terraform at the"
                            + " node.",
                    "",
                    "  eval \"$(gatehouse env)\"");

    Env() {
        target.addTo(spec);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        NodeClient client = target.client();
        PrintWriter out = spec.commandLine().getOut();
        out.println("export AWS_ENDPOINT_URL=" + numeric(client.endpoint()));
        out.println("export AWS_ACCESS_KEY_ID=" + client.key().id());
        out.println("export AWS_SECRET_ACCESS_KEY=" + client.key().secret());
        if (client.key().sessionToken() == null) {
            // One of AWS itself, left in the shell, would be rejected.
            out.println("unset AWS_SESSION_TOKEN");
        } else {
            out.println("export AWS_SESSION_TOKEN=" + client.key().sessionToken());
        }
        out.println("export AWS_REGION=" + client.region());
        out.println("export AWS_DEFAULT_REGION=" + client.region());
        return 0;
    }

    /**
     * With an address for a host SDKs put a bucket's name into the path. Before {@code localhost}
     * they put it into the host, and not every resolver knows {@code bucket.localhost}.
     */
    private static String numeric(URI endpoint) {
        return endpoint.toString().replaceFirst("^http://localhost(?=[:/]|$)", "http://127.0.0.1");
    }
}
