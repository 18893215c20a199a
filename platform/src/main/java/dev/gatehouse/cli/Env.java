package dev.gatehouse.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the exports that point AWS tools at the node. */
@Command(
        name = "env",
        mixinStandardHelpOptions = true,
        description = {
            "Print shell exports that point the AWS CLI, the SDKs and Terraform at the node.",
            "",
            "  eval \"$(gatehouse env)\""
        })
final class Env implements Callable<Integer> {
    @Mixin private Target target = new Target();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        AwsClient client = target.client();
        PrintWriter out = spec.commandLine().getOut();
        out.println("export AWS_ENDPOINT_URL=" + client.endpoint());
        out.println("export AWS_ACCESS_KEY_ID=" + client.key().id());
        out.println("export AWS_SECRET_ACCESS_KEY=" + client.key().secret());
        out.println("export AWS_REGION=" + client.region());
        out.println("export AWS_DEFAULT_REGION=" + client.region());
        return 0;
    }
}
