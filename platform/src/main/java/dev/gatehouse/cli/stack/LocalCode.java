package dev.gatehouse.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cli.build.BuildException;
import dev.gatehouse.cli.build.BuiltPackage;
import dev.gatehouse.cli.build.CodeFolder;
import dev.gatehouse.cli.build.Packager;
import dev.gatehouse.cli.node.CommandException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The code beside a template that its resources name by a path. It is built where the resource is a
 * function of SAM's, packed, uploaded, and named by its place in S3 from then on. A file that is
 * packed already is uploaded as it is.
 */
final class LocalCode {
    /**
     * Where a type names its code.
     *
     * @param built whether the code is built by its language's tool
     * @param bucket what the bucket is called where the code is named by its place
     */
    private record Place(String type, String property, boolean built, String bucket, String key) {}

    private static final List<Place> PLACES =
            List.of(
                    new Place("AWS::Serverless::Function", "CodeUri", true, "Bucket", "Key"),
                    new Place(
                            "AWS::Serverless::LayerVersion", "ContentUri", false, "Bucket", "Key"),
                    new Place("AWS::Lambda::Function", "Code", false, "S3Bucket", "S3Key"),
                    new Place("AWS::Lambda::LayerVersion", "Content", false, "S3Bucket", "S3Key"));

    private final Path app;
    private final Packager packager;
    private final PrintWriter out;

    LocalCode(Path app, Packager packager, PrintWriter out) {
        this.app = app;
        this.packager = packager;
        this.out = out;
    }

    /** Names a place for all code, so that the template can be judged before any of it is built. */
    static void assumeUploaded(ObjectNode template) {
        each(template, code -> code.put("built", "built"));
    }

    /**
     * Builds and uploads, and puts into the template where the code is now.
     *
     * @return what was built
     */
    List<BuiltPackage> upload(ObjectNode template, ArtifactBucket bucket) {
        List<BuiltPackage> packages = new ArrayList<>();
        each(
                template,
                code -> {
                    BuiltPackage built = packed(code);
                    packages.add(built);
                    Took upload = new Took();
                    code.put(bucket.name(), bucket.upload(built.zip()));
                    out.printf("  upload  %s  %s%n", code.resource(), upload.text());
                    out.flush();
                });
        return packages;
    }

    /**
     * Code that one resource names by a path.
     *
     * @param runtime the function's; empty where nothing is built
     * @param method the BuildMethod of the resource's Metadata; empty where there is none
     */
    private record Code(
            String resource, Place place, ObjectNode properties, String runtime, String method) {
        String path() {
            return properties.path(place.property()).asText();
        }

        void put(String bucket, String key) {
            ObjectNode placed = properties.objectNode();
            placed.put(place.bucket(), bucket).put(place.key(), key);
            properties.set(place.property(), placed);
        }
    }

    private static void each(ObjectNode template, Consumer<Code> visitor) {
        JsonNode globals = template.path("Globals").path("Function");
        for (Map.Entry<String, JsonNode> entry : template.path("Resources").properties()) {
            JsonNode resource = entry.getValue();
            for (Place place : PLACES) {
                if (resource.path("Type").asText().equals(place.type())
                        && resource.path("Properties") instanceof ObjectNode properties) {
                    inherit(place, properties, globals);
                    if (isLocal(properties.path(place.property()))) {
                        visitor.accept(code(entry.getKey(), resource, place, globals));
                    }
                }
            }
        }
    }

    private static Code code(String name, JsonNode resource, Place place, JsonNode globals) {
        ObjectNode properties = (ObjectNode) resource.path("Properties");
        String runtime = properties.path("Runtime").asText(globals.path("Runtime").asText());
        return new Code(
                name,
                place,
                properties,
                place.built() ? runtime : "",
                resource.path("Metadata").path("BuildMethod").asText());
    }

    /** A function of SAM's has from Globals what it does not say itself; else it is in the app. */
    private static void inherit(Place place, ObjectNode properties, JsonNode globals) {
        boolean elsewhere =
                properties.has(place.property())
                        || properties.has("InlineCode")
                        || properties.has("ImageUri");
        if (place.built() && !elsewhere) {
            JsonNode inherited = globals.path(place.property());
            properties.set(
                    place.property(),
                    inherited.isMissingNode() ? properties.textNode(".") : inherited);
        }
    }

    private static boolean isLocal(JsonNode code) {
        return code.isTextual() && !code.asText().matches("(s3|https?)://.*");
    }

    private BuiltPackage packed(Code code) {
        String name = code.resource();
        if (!code.place().built() && !code.method().isEmpty()) {
            throw new CommandException(
                    name + ": layers are not built here; use 'sam build' and deploy its output");
        }
        String runtime = code.runtime();
        out.printf("  build   %s%s", name, runtime.isEmpty() ? "" : " (" + runtime + ")");
        out.flush();
        Took build = new Took();
        CodeFolder folder = new CodeFolder(app.resolve(code.path()), runtime, code.method());
        try {
            BuiltPackage built = packager.pack(name, folder);
            out.println("  " + build.text());
            return built;
        } catch (BuildException problem) {
            out.println();
            out.flush();
            throw new CommandException(name + ": " + problem.getMessage());
        }
    }
}
