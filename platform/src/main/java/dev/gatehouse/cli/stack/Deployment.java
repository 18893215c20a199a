package dev.gatehouse.cli.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cli.build.BuiltPackage;
import dev.gatehouse.cli.build.Packager;
import dev.gatehouse.cli.node.CommandException;
import dev.gatehouse.cli.node.NodeClient;
import dev.gatehouse.cloudformation.plan.TemplateCheck;
import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.kernel.ServiceException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builds an app's code folders, uploads them, and brings its stack up to date. */
public final class Deployment {
    private final NodeClient client;
    private final Packager packager;
    private final PrintWriter out;

    public Deployment(NodeClient client, Packager packager, PrintWriter out) {
        this.client = client;
        this.packager = packager;
        this.out = out;
    }

    /** Deploys the template in a folder and prints its outputs. */
    public Deployed deploy(Path app, String stackName, Map<String, String> parameters) {
        Took all = new Took();
        ObjectNode template = AppTemplate.of(app);
        LocalDocuments documents = new LocalDocuments(app);
        documents.putInto(template);
        check(app, template);
        List<BuiltPackage> packages =
                new LocalCode(app, packager, out).upload(template, new ArtifactBucket(client));
        StackClient stacks = new StackClient(client, out);
        stacks.apply(stackName, template, parameters);
        out.println("  in all  " + all.text());
        new Outputs(client.endpoint(), out).print(stackName, stacks.outputs(stackName));
        Set<Path> files = new HashSet<>(documents.read());
        AppTemplate.file(app).ifPresent(files::add);
        return new Deployed(packages, files);
    }

    /** Says what no node of this build could make, before minutes go into building code for it. */
    private static void check(Path app, ObjectNode template) {
        ObjectNode built = template.deepCopy();
        LocalCode.assumeUploaded(built);
        try {
            TemplateCheck.expanded(Template.of(built));
        } catch (ServiceException rejection) {
            String said = AppTemplate.placed(app, rejection.text());
            throw new CommandException(rejection.code() + ": " + said);
        }
    }

    /** A folder's name as a stack may be called. */
    public static String stackNameOf(Path app) {
        String name = String.valueOf(app.toAbsolutePath().normalize().getFileName());
        String allowed = name.replaceAll("[^a-zA-Z0-9-]", "-");
        return Character.isLetter(allowed.charAt(0)) ? allowed : "app-" + allowed;
    }
}
