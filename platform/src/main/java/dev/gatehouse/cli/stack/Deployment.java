package dev.gatehouse.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cli.build.BuildException;
import dev.gatehouse.cli.build.CodeFolder;
import dev.gatehouse.cli.build.Packager;
import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.cloudformation.plan.TemplateCheck;
import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.cloudformation.template.TemplateReader;
import dev.gatehouse.kernel.ServiceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Builds an app's code folders, uploads them, and brings its stack up to date. */
public final class Deployment {
    private static final List<String> TEMPLATES =
            List.of("template.yaml", "template.yml", "template.json");

    private static final String FUNCTION = "AWS::Serverless::Function";

    private final NodeClient client;
    private final Packager packager;
    private final PrintWriter out;

    /**
     * @param builds folder that keeps built packages
     */
    public Deployment(NodeClient client, Path builds, PrintWriter out) {
        this.client = client;
        this.packager = new Packager(builds);
        this.out = out;
    }

    /** Deploys the template in a folder and prints its outputs. */
    public void deploy(Path app, String stackName, Map<String, String> parameters) {
        ObjectNode template = read(app);
        new LocalDocuments(app).putInto(template);
        check(template);
        packageFunctions(app, template);
        StackClient stacks = new StackClient(client, out);
        stacks.apply(stackName, template, parameters);
        new Outputs(client.endpoint(), out).print(stackName, stacks.outputs(stackName));
    }

    /** Says what no node of this build could make, before minutes go into building code for it. */
    private static void check(ObjectNode template) {
        ObjectNode built = template.deepCopy();
        ObjectNode somewhere = built.objectNode().put("Bucket", "built").put("Key", "built");
        for (JsonNode resource : built.path("Resources")) {
            if (resource.path("Type").asText().equals(FUNCTION)
                    && resource.path("Properties") instanceof ObjectNode properties
                    && !properties.has("InlineCode")) {
                properties.set("CodeUri", somewhere);
            }
        }
        try {
            TemplateCheck.expanded(Template.of(built));
        } catch (ServiceException rejection) {
            throw new CommandException(rejection.code() + ": " + rejection.text());
        }
    }

    private static ObjectNode read(Path app) {
        if (!Files.isDirectory(app)) {
            throw new CommandException("there is no folder " + app);
        }
        for (String name : TEMPLATES) {
            Path file = app.resolve(name);
            if (Files.isRegularFile(file)) {
                try {
                    return TemplateReader.readSource(Files.readString(file));
                } catch (IOException problem) {
                    throw new CommandException("cannot read " + file);
                } catch (ServiceException rejection) {
                    throw new CommandException(file + ": " + rejection.text());
                }
            }
        }
        throw new CommandException(
                ForeignApp.in(app)
                        .map(foreign -> foreign.advice(app))
                        .orElse(app + " holds no template.yaml"));
    }

    private void packageFunctions(Path app, ObjectNode template) {
        ArtifactBucket bucket = new ArtifactBucket(client);
        JsonNode globals = template.path("Globals").path("Function");
        for (Map.Entry<String, JsonNode> entry : template.path("Resources").properties()) {
            JsonNode resource = entry.getValue();
            if (resource.path("Type").asText().equals(FUNCTION)
                    && resource.path("Properties") instanceof ObjectNode properties) {
                JsonNode uri = properties.path("CodeUri");
                JsonNode inherited = uri.isMissingNode() ? globals.path("CodeUri") : uri;
                if (!properties.has("InlineCode") && !isUploaded(inherited)) {
                    String runtime =
                            properties.path("Runtime").asText(globals.path("Runtime").asText());
                    String method = resource.path("Metadata").path("BuildMethod").asText();
                    CodeFolder folder =
                            new CodeFolder(app.resolve(inherited.asText(".")), runtime, method);
                    properties.set("CodeUri", bucket.upload(pack(entry.getKey(), folder)));
                }
            }
        }
    }

    private Path pack(String function, CodeFolder folder) {
        out.printf("  build   %s (%s)%n", function, folder.runtime());
        out.flush();
        try {
            return packager.pack(folder);
        } catch (BuildException problem) {
            throw new CommandException(function + ": " + problem.getMessage());
        }
    }

    private static boolean isUploaded(JsonNode uri) {
        return uri.isObject() || uri.asText().startsWith("s3://");
    }

    /** A folder's name as a stack may be called. */
    public static String stackNameOf(Path app) {
        String name = String.valueOf(app.toAbsolutePath().normalize().getFileName());
        String allowed = name.replaceAll("[^a-zA-Z0-9-]", "-");
        return Character.isLetter(allowed.charAt(0)) ? allowed : "app-" + allowed;
    }
}
