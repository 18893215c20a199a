package dev.gatehouse.lambda.runtimes;

import dev.gatehouse.lambda.plan.FunctionCode;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.fetch.Bundles;
import dev.gatehouse.lambda.runtimes.fetch.RuntimeUnavailable;
import dev.gatehouse.lambda.sandbox.SandboxMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts Ruby functions under AWS's runtime interface client, the gem {@code aws_lambda_ric}. */
final class RubyLauncher implements Launcher {
    private final Interpreters interpreters;
    private final RubyClient client;

    RubyLauncher(Bundles bundles, Interpreters interpreters) {
        this.interpreters = interpreters;
        this.client = new RubyClient(bundles);
    }

    @Override
    public RuntimeSetup setup(RuntimeId runtime, FunctionVersion version) {
        Interpreters.Choice choice = interpreters.find(runtime);
        Interpreter ruby = choice.interpreter();
        List<SandboxMount> mounts = new ArrayList<>();
        mounts.add(SandboxMount.of(client.folder(ruby), RUNTIME_ROOT));
        String path = SEARCH_PATH;
        if (!ruby.isOfTheSystem()) {
            mounts.add(home(ruby, version.code()));
            path = ruby.home() + "/bin:" + path;
        }
        return new RuntimeSetup(
                runtime.label(),
                mounts,
                command(runtime, ruby),
                List.of(),
                Map.of(
                        "PATH",
                        path,
                        "RUBYLIB",
                        "/var/task:/var/runtime/lib:/opt/ruby/lib",
                        "GEM_PATH",
                        gemPath(runtime, ruby),
                        "LC_CTYPE",
                        "C.UTF-8"),
                true,
                choice.warning().stream().toList());
    }

    /** A Ruby looks for its library where it was installed, wherever it is mounted. */
    static SandboxMount home(Interpreter ruby, FunctionCode code) {
        if (ruby.home().startsWith("/opt") && !code.layers().isEmpty()) {
            throw new RuntimeUnavailable(
                    ruby.executable()
                            + " cannot run functions with layers, which take the place of /opt:"
                            + " install a Ruby elsewhere or name it in the settings");
        }
        return SandboxMount.of(ruby.home(), ruby.home().toString());
    }

    static List<String> command(RuntimeId runtime, Interpreter ruby) {
        List<String> command = new ArrayList<>();
        command.add(ruby.executable().toString());
        if (isBefore("3.2", ruby.version()) && !isBefore("3.2", runtime.version())) {
            // From 3.2 on hints are no part of an error's message, and so not of its report.
            command.add("--disable=did_you_mean");
            if (!isBefore("3.1", ruby.version())) {
                command.add("--disable=error_highlight");
            }
        }
        command.add(RUNTIME_ROOT + "/index.rb");
        return command;
    }

    private static boolean isBefore(String other, String version) {
        return Versions.ORDER.compare(version, other) < 0;
    }

    /** AWS's, of the version that is asked for and of the one that runs, then the Ruby's own. */
    static String gemPath(RuntimeId runtime, Interpreter ruby) {
        String wanted = gems(runtime.version());
        String found = gems(Versions.prefix(ruby.version(), 2));
        return wanted.equals(found) ? wanted : wanted + found;
    }

    private static String gems(String version) {
        return "/var/task/vendor/bundle/ruby/%1$s.0:/opt/ruby/gems/%1$s.0:".formatted(version);
    }
}
