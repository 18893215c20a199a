package dev.gatehouse.wirecompiler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Compiles every model of a folder: a table as a resource, and Java sources for the services in
 * {@link #JAVA_NAMES}.
 */
public final class WireCompiler {
    /** The services that a node answers itself, for which it has views, and their class names. */
    private static final Map<String, String> JAVA_NAMES =
            Map.ofEntries(
                    Map.entry("lambda", "Lambda"),
                    Map.entry("apigateway", "ApiGateway"),
                    Map.entry("apigatewayv2", "ApiGatewayV2"),
                    Map.entry("applicationautoscaling", "ApplicationAutoScaling"),
                    Map.entry("iam", "Iam"),
                    Map.entry("sts", "Sts"),
                    Map.entry("logs", "Logs"),
                    Map.entry("cloudcontrol", "CloudControl"),
                    Map.entry("cloudtrail", "CloudTrail"),
                    Map.entry("cloudwatch", "CloudWatch"),
                    Map.entry("cloudformation", "CloudFormation"),
                    Map.entry("s3", "S3"),
                    Map.entry("ssm", "Ssm"),
                    Map.entry("ecr", "Ecr"),
                    Map.entry("kms", "Kms"),
                    Map.entry("secretsmanager", "SecretsManager"),
                    Map.entry("scheduler", "Scheduler"),
                    Map.entry("xray", "XRay"),
                    Map.entry("events", "Events"));

    private WireCompiler() {}

    /**
     * Arguments: the folder of models, the folder for Java sources, the folder for resources. Does
     * nothing when neither a model nor the compiler changed since the last run.
     */
    public static void main(String[] arguments) throws IOException {
        Path models = Path.of(arguments[0]);
        Path sources = Path.of(arguments[1]);
        Path resources = Path.of(arguments[2]);
        Path stamp = resources.resolve("..").resolve("wire-compiler.stamp").normalize();
        String print = Fingerprint.of(models);
        if (Files.exists(stamp) && Files.readString(stamp).equals(print)) {
            return;
        }
        Map<Path, byte[]> files = new TreeMap<>();
        for (Path model : modelFiles(models)) {
            compile(ServiceFacts.read(model), sources, resources, files);
        }
        OutputFolder.replace(List.of(sources, resources), files);
        Files.writeString(stamp, print);
    }

    private static List<Path> modelFiles(Path models) throws IOException {
        try (Stream<Path> files = Files.list(models)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    private static void compile(
            ServiceFacts service, Path sources, Path resources, Map<Path, byte[]> files) {
        String root = "dev/gatehouse/aws/";
        files.put(
                resources.resolve(root + "tables/" + service.name() + ".bin"),
                new TableWriter(service).table());
        String javaName = JAVA_NAMES.get(service.name());
        if (javaName != null) {
            Path folder = sources.resolve(root + service.name());
            new JavaSources(service, javaName)
                    .files()
                    .forEach(
                            (name, text) ->
                                    files.put(
                                            folder.resolve(name + ".java"),
                                            text.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
