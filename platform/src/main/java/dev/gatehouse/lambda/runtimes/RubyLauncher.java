package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.invoke.FunctionVersion;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts Ruby functions under the {@code aws_lambda_ric} gem that is installed with the Ruby. */
final class RubyLauncher implements Launcher {
    private final Interpreters interpreters;
    private final RubyClient client = new RubyClient();

    RubyLauncher(Interpreters interpreters) {
        this.interpreters = interpreters;
    }

    @Override
    public RuntimeSetup setup(RuntimeId runtime, FunctionVersion version) {
        Interpreters.Choice choice = interpreters.find(runtime);
        Interpreter ruby = choice.interpreter();
        List<SandboxMount> mounts = new ArrayList<>(client.mounts(ruby));
        String program = ruby.executable().toString();
        if (!ruby.isOfTheSystem()) {
            mounts.add(SandboxMount.of(ruby.home(), LANGUAGE_ROOT));
            program = LANGUAGE_ROOT + "/bin/ruby";
        }
        return new RuntimeSetup(
                runtime.label(),
                mounts,
                List.of(program, "-r", "aws_lambda_ric", "-e", "AwsLambdaRIC::Bootstrap.new.start"),
                List.of(),
                Map.of(
                        "PATH",
                        "/var/lang/bin:/usr/local/bin:/usr/bin:/bin:/opt/bin",
                        "RUBYLIB",
                        "/var/task:/opt/ruby/lib"),
                true,
                choice.warning().stream().toList());
    }
}
