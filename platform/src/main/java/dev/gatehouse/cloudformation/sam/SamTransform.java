package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.api.ServerlessHttpApi;
import dev.gatehouse.cloudformation.sam.api.ServerlessRestApi;
import dev.gatehouse.cloudformation.sam.api.ServerlessWebSocketApi;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.ParameterValues;
import dev.gatehouse.cloudformation.sam.expansion.Properties;
import dev.gatehouse.cloudformation.sam.function.Deployments;
import dev.gatehouse.cloudformation.sam.function.ServerlessFunction;
import dev.gatehouse.cloudformation.sam.resource.ServerlessApplication;
import dev.gatehouse.cloudformation.sam.resource.ServerlessConnector;
import dev.gatehouse.cloudformation.sam.resource.ServerlessLayerVersion;
import dev.gatehouse.cloudformation.sam.resource.ServerlessStateMachine;
import dev.gatehouse.cloudformation.sam.resource.ServerlessTable;
import dev.gatehouse.cloudformation.template.LanguageExtensions;
import dev.gatehouse.cloudformation.template.Problems;
import dev.gatehouse.cloudformation.template.Template;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Expands a serverless template as SAM's own translator does: with the same resources under the
 * same logical ids.
 */
public final class SamTransform {
    private static final String KIND = "AWS::Serverless::";

    /** What others write into comes behind them: events into APIs, all into connectors. */
    private static final List<String> ORDER =
            List.of(
                    KIND + "Function",
                    KIND + "StateMachine",
                    KIND + "Api",
                    KIND + "HttpApi",
                    KIND + "WebSocketApi");

    private static final String LAST = KIND + "Connector";

    private static final String FAILED =
            "Transform %s failed with: Invalid Serverless Application Specification document."
                    + " Number of errors found: %d. %s";

    private SamTransform() {}

    /**
     * The template with every {@code AWS::Serverless::*} resource expanded; unchanged when it does
     * not ask for the transform.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError naming the types and properties
     *     that are not supported
     */
    public static Template apply(Template template) {
        Problems problems = new Problems();
        Template expanded = apply(template, Map.of(), problems);
        problems.throwAny();
        return expanded;
    }

    /**
     * The same; what cannot be expanded is left out and told among the problems.
     *
     * @param parameters the values that are given
     */
    public static Template apply(
            Template template, Map<String, String> parameters, Problems problems) {
        if (!template.isServerless()) {
            return template;
        }
        Problems own = new Problems();
        ObjectNode expanded = expand(template.root(), parameters, own);
        Deployments.reject(expanded, own);
        if (LanguageExtensions.isAskedBy(template.root())) {
            // The functions that it makes known may still stand.
            expanded.put("Transform", LanguageExtensions.NAME);
        }
        if (own.isEmpty()) {
            return Template.of(expanded);
        }
        problems.add(FAILED, Template.SAM, own.size(), own.joined(" "));
        ObjectNode resources = (ObjectNode) expanded.get("Resources");
        resources.removeIf(each -> each.path("Type").asText().startsWith(KIND));
        return resources.isEmpty() ? new Template(expanded, Map.of()) : Template.of(expanded);
    }

    /** The same for a template's tree; what it comes to is not checked. */
    static ObjectNode expand(
            ObjectNode template, Map<String, String> parameters, Problems problems) {
        ParameterValues values =
                new ParameterValues(
                        template.path("Parameters"), parameters, parameters.get("AWS::Region"));
        ObjectNode prepared = Preparation.of(template, problems);
        Expansion expansion = new Expansion(prepared, values, problems);
        List<Declared> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : expansion.written().properties()) {
            if (each.getValue().path("Type").asText().startsWith(KIND)) {
                all.add(new Declared(each.getKey(), (ObjectNode) each.getValue()));
            }
        }
        all.sort(Comparator.comparingInt(SamTransform::rank));
        all.forEach(each -> problems.collect(() -> expand(each, expansion)));
        expansion.shared(Deployments.class, Deployments::new).finish();
        return expansion.finished();
    }

    private static int rank(Declared declared) {
        int place = ORDER.indexOf(declared.type());
        if (place >= 0) {
            return Math.min(place, 2);
        }
        return declared.type().equals(LAST) ? ORDER.size() + 1 : ORDER.size();
    }

    private static void expand(Declared declared, Expansion expansion) {
        Properties known = Properties.of(declared.type());
        if (known != null) {
            known.check(declared.id(), declared.type(), declared.properties());
        }
        switch (declared.type().substring(KIND.length())) {
            case "Function" -> new ServerlessFunction(declared, expansion).expand();
            case "Api" -> new ServerlessRestApi(declared, expansion).expand();
            case "HttpApi" -> new ServerlessHttpApi(declared, expansion).expand();
            case "WebSocketApi" -> new ServerlessWebSocketApi(declared, expansion).expand();
            case "StateMachine" -> new ServerlessStateMachine(declared, expansion).expand();
            case "LayerVersion" -> new ServerlessLayerVersion(declared, expansion).expand();
            case "SimpleTable" -> ServerlessTable.expand(declared, expansion);
            case "Application" -> ServerlessApplication.expand(declared, expansion);
            case "Connector" -> new ServerlessConnector(declared, expansion).expand();
            default -> throw declared.invalid("The type " + declared.type() + " is not supported.");
        }
    }
}
