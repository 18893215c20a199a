package dev.gatehouse.cli.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is deployed by a tool of its own, by the file that tells it. */
enum ForeignApp {
    CDK("cdk\\.json", "an AWS CDK app", "cdk bootstrap && cdk deploy"),
    SERVERLESS(
            "serverless\\.(yml|yaml|json|ts|js)",
            "a Serverless Framework app",
            "serverless deploy"),
    CHALICE("\\.chalice", "a Chalice app", "chalice deploy"),
    ZAPPA("zappa_settings\\.(json|toml|yml|yaml|py)", "a Zappa app", "zappa deploy"),
    CLAUDIA("claudia\\.json", "a Claudia app", "claudia update"),
    ARCHITECT("app\\.arc", "an Architect app", "arc deploy"),
    PULUMI("Pulumi\\.(yaml|yml)", "a Pulumi program", "pulumi up"),
    TERRAFORM(".*\\.tf", "a Terraform configuration", "terraform init && terraform apply");

    private final Pattern file;
    private final String what;
    private final String command;

    ForeignApp(String file, String what, String command) {
        this.file = Pattern.compile(file);
        this.what = what;
        this.command = command;
    }

    /** The tool that a folder is for. */
    static Optional<ForeignApp> in(Path folder) {
        return Arrays.stream(values()).filter(app -> app.isIn(folder)).findFirst();
    }

    private boolean isIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(path -> file.matcher(path.getFileName().toString()).matches());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** How to deploy it, as a sentence. */
    String advice(Path folder) {
        return "%s holds no template.yaml but %s: in it, type  eval \"$(gatehouse env)\" && %s"
                .formatted(folder, what, command);
    }
}
