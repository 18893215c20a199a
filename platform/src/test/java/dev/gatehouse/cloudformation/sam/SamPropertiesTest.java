package dev.gatehouse.cloudformation.sam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.plan.TemplateCheck;
import dev.gatehouse.cloudformation.schema.ResourceSchema;
import dev.gatehouse.cloudformation.schema.ResourceSchemas;
import dev.gatehouse.cloudformation.schema.SchemaExamples;
import dev.gatehouse.cloudformation.schema.SchemaExamples.Example;
import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.kernel.ServiceException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing a serverless template says is dropped unheard: every property that SAM knows, of a
 * resource, in Globals or of an event, changes the resources that are made or has the template
 * rejected, but for those that SAM itself passes over where nothing asks for them.
 */
@Tag("unit")
class SamPropertiesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FUNCTION = "AWS::Serverless::Function";
    private static final Set<String> REQUIRED = Set.of("StageName", "ContentUri");

    /** What SAM's own translator passes over in what is written here, as it does at a node. */
    private static final Set<String> PASSED_OVER =
            Set.of(
                    "Auth.AddApiKeyRequiredToCorsPreflight",
                    "Auth.Authorizers.Identity.Context",
                    "Auth.Authorizers.Identity.Headers",
                    "Auth.Authorizers.Identity.QueryStrings",
                    "Auth.Authorizers.Identity.ReauthorizeEvery",
                    "Auth.Authorizers.Identity.StageVariables",
                    "Auth.DefaultAuthorizer",
                    "Auth.InvokeRole",
                    "Auth.ResourcePolicy.SourceVpcBlacklist",
                    "Auth.ResourcePolicy.SourceVpcWhitelist",
                    "CodeUri.StorageMode",
                    "Cors",
                    "Cors.AllowCredentials",
                    "Cors.AllowHeaders",
                    "Cors.AllowMethods",
                    "Cors.AllowOrigin",
                    "Cors.MaxAge",
                    "ImageUri",
                    "MergeDefinitions",
                    "PropagateTags",
                    "ResponseTransferMode");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Function",
                "Api",
                "HttpApi",
                "LayerVersion",
                "SimpleTable",
                "Application",
                "WebSocketApi"
            })
    void everyPropertyOfAResourceIsHeardOrRejected(String kind) {
        assertHeard(
                SchemaExamples.of(schema("AWS::Serverless::" + kind)),
                properties -> resource(kind, properties));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Function", "Api", "HttpApi"})
    void everyPropertyOfGlobalsIsHeardOrRejected(String kind) {
        assertHeard(
                SchemaExamples.of(schema("AWS::Serverless::" + kind)),
                properties -> globals(kind, properties));
    }

    @ParameterizedTest
    @CsvSource({"Api, ApiEventProperties", "HttpApi, HttpApiEventProperties"})
    void everyPropertyOfAnEventIsHeardOrRejected(String type, String definition) {
        assertHeard(
                SchemaExamples.of(schema(FUNCTION), definition),
                properties -> event(type, properties));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CapacityProvider",
                "GraphQLApi",
                "MicrovmImage",
                "NetworkConnector",
                "WebFunction",
                "Nonsense"
            })
    void everyOtherTypeIsRejectedByName(String kind) {
        assertThat(expanded(resource(kind, JSON.createObjectNode())))
                .containsAnyOf(
                        "The type AWS::Serverless::" + kind + " is not supported",
                        "not defined for resource of type AWS::Serverless::" + kind);
    }

    private static ResourceSchema schema(String type) {
        return ResourceSchemas.named(type).orElseThrow();
    }

    private static void assertHeard(
            List<Example> examples, Function<ObjectNode, ObjectNode> template) {
        assertThat(examples).isNotEmpty();
        List<String> unheard = new ArrayList<>();
        for (Example example : examples) {
            if (example.path().startsWith("Events.")) {
                // Their type decides about them; they have tests of their own.
                continue;
            }
            String one = expanded(template.apply(published(example.path(), example.one())));
            boolean made = one.startsWith("{");
            boolean heard =
                    made
                            && !one.equals(
                                    expanded(
                                            template.apply(
                                                    published(example.path(), example.other()))));
            if (made && !heard && !PASSED_OVER.contains(example.path())) {
                unheard.add(example.path());
            }
        }
        assertThat(unheard).isEmpty();
    }

    /**
     * What is said of a version means something where one is published, and a destination where its
     * type is said, and a usage plan where one is asked for, and a key's name with a type.
     */
    private static ObjectNode published(String path, ObjectNode properties) {
        if (path.startsWith("EventInvokeConfig.") && path.endsWith(".Destination")) {
            ObjectNode typed = properties.deepCopy();
            String parent = path.substring(0, path.lastIndexOf('.'));
            typed.withObject('/' + parent.replace('.', '/')).put("Type", "SQS");
            return typed;
        }
        if (path.startsWith("Auth.UsagePlan.") && !path.endsWith(".CreateUsagePlan")) {
            ObjectNode planned = properties.deepCopy();
            planned.withObject("/Auth/UsagePlan").put("CreateUsagePlan", "PER_API");
            return planned;
        }
        if (path.equals("PrimaryKey.Name")) {
            ObjectNode typed = properties.deepCopy();
            typed.withObject("/PrimaryKey").put("Type", "Binary");
            return typed;
        }
        return path.startsWith("AutoPublishCode")
                        || path.startsWith("AutoPublishAliasAll")
                        || path.equals("VersionDescription")
                ? properties.deepCopy().put("AutoPublishAlias", "live")
                : properties;
    }

    /** The resources that are made, or why none are. */
    private static String expanded(ObjectNode template) {
        try {
            ObjectNode made = JSON.createObjectNode();
            TemplateCheck.expanded(Template.of(template))
                    .resources()
                    .forEach((id, resource) -> made.set(id, resource.properties()));
            return made.toString();
        } catch (ServiceException rejection) {
            return rejection.text();
        }
    }

    /** A function with an event for each kind of API, which what is under test may replace. */
    private static ObjectNode base() {
        ObjectNode root = JSON.createObjectNode().put("Transform", Template.SAM);
        ObjectNode function = root.putObject("Resources").putObject("F").put("Type", FUNCTION);
        ObjectNode properties = function.putObject("Properties");
        properties.put("Runtime", "python3.12").put("Handler", "index.handler");
        ObjectNode events = properties.putObject("Events");
        for (String type : List.of("Api", "HttpApi")) {
            ObjectNode event = events.putObject(type).put("Type", type).putObject("Properties");
            event.put("Path", "/a").put("Method", "get");
        }
        return root;
    }

    private static ObjectNode resource(String kind, ObjectNode tested) {
        ObjectNode root = base();
        ObjectNode resources = root.withObject("Resources");
        boolean function = kind.equals("Function");
        ObjectNode resource = function ? resources.withObject("F") : resources.putObject("Tested");
        resource.put("Type", "AWS::Serverless::" + kind);
        ObjectNode properties = resource.withObject("Properties");
        switch (kind) {
            case "Function" -> properties.put("Description", "v1");
            case "LayerVersion" -> properties.put("ContentUri", "s3://code/key");
            case "SimpleTable" -> properties.put("TableName", "v1");
            case "Application" -> properties.put("Location", "https://s3/templates/inner.yaml");
            default -> properties.put("StageName", "v1");
        }
        ObjectNode declared = merged(properties, tested);
        if (kind.equals("WebSocketApi")) {
            complete(declared);
        } else if (!function) {
            useAuth(root, kind, declared, "Tested");
        }
        return withCode(root, declared);
    }

    /** An API of WebSockets has routes, and an authorizer that is asked for has a function. */
    private static void complete(ObjectNode api) {
        ObjectNode routes = api.withObject("/Routes");
        if (routes.isEmpty()) {
            routes.putObject("$connect").put("FunctionArn", "arn:aws:lambda:::function:f");
        }
        ObjectNode auth = (ObjectNode) api.get("Auth");
        if (auth != null && auth.path("AuthType").asText().equals("any")) {
            auth.put("AuthType", "CUSTOM");
        }
        if (auth != null && !auth.has("AuthArn")) {
            auth.put("AuthArn", "arn:aws:lambda:::function:a");
        }
    }

    private static ObjectNode globals(String kind, ObjectNode tested) {
        ObjectNode root = base();
        ObjectNode globals = tested.deepCopy();
        if (globals.size() > 1) {
            // What a resource must have and Globals may not.
            globals.remove("StageName");
        }
        root.putObject("Globals").set(kind, globals);
        if (!kind.equals("Function")) {
            useAuth(root, kind, globals, "");
        }
        ObjectNode function = (ObjectNode) root.at("/Resources/F/Properties");
        function.remove(kind.equals("Function") ? names(globals) : List.of());
        return globals.has("CodeUri") ? root : withCode(root, function);
    }

    private static ObjectNode event(String type, ObjectNode tested) {
        ObjectNode root = base();
        ObjectNode events = (ObjectNode) root.at("/Resources/F/Properties/Events");
        ObjectNode event = events.putObject("E").put("Type", type).putObject("Properties");
        event.put("Path", "/a").put("Method", "get");
        event.setAll(tested);
        return withCode(root, (ObjectNode) root.at("/Resources/F/Properties"));
    }

    /** What Auth says is heard where something asks for it: a default, and a preflight. */
    private static void useAuth(
            ObjectNode root, String kind, ObjectNode properties, String declared) {
        if (!(properties.path("Auth") instanceof ObjectNode auth)) {
            return;
        }
        if (!auth.has("DefaultAuthorizer")) {
            Iterator<String> names = auth.path("Authorizers").fieldNames();
            auth.put("DefaultAuthorizer", names.hasNext() ? names.next() : "AWS_IAM");
        }
        ObjectNode events = (ObjectNode) root.at("/Resources/F/Properties/Events");
        ObjectNode event = events.putObject("Preflight").put("Type", kind).putObject("Properties");
        event.put("Path", "/preflight").put("Method", "options");
        if (!declared.isEmpty()) {
            event.putObject(kind.equals("Api") ? "RestApiId" : "ApiId").put("Ref", declared);
        }
    }

    /** Required properties stay valid; what is under test replaces the rest. */
    private static ObjectNode merged(ObjectNode properties, ObjectNode tested) {
        tested.properties().stream()
                .filter(
                        property ->
                                !REQUIRED.contains(property.getKey())
                                        || tested.size() == 1
                                        || tested.has("Routes"))
                .forEach(property -> properties.set(property.getKey(), property.getValue()));
        return properties;
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Code, unless it is what is under test. */
    private static ObjectNode withCode(ObjectNode root, ObjectNode function) {
        ObjectNode properties = (ObjectNode) root.at("/Resources/F/Properties");
        if (!function.has("CodeUri") && !properties.has("CodeUri")) {
            properties.put("InlineCode", properties.path("InlineCode").asText("x"));
        }
        return root;
    }
}
