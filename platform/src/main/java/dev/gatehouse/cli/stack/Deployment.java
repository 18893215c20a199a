package dev.gatehouse.cli.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
        new LocalCode(app, packager, out).upload(template, new ArtifactBucket(client));
        StackClient stacks = new StackClient(client, out);
        stacks.apply(stackName, template, parameters);
        new Outputs(client.endpoint(), out).print(stackName, stacks.outputs(stackName));
    }

    /** Says what no node of this build could make, before minutes go into building code for it. */
    private static void check(ObjectNode template) {
        ObjectNode built = template.deepCopy();
        LocalCode.assumeUploaded(built);
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

    /** A folder's name as a stack may be called. */
    public static String stackNameOf(Path app) {
        String name = String.valueOf(app.toAbsolutePath().normalize().getFileName());
        String allowed = name.replaceAll("[^a-zA-Z0-9-]", "-");
        return Character.isLetter(allowed.charAt(0)) ? allowed : "app-" + allowed;
    }
}
