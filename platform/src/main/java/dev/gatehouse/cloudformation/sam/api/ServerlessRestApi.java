package dev.gatehouse.cloudformation.sam.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.LogicalId;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.S3Location;
import dev.gatehouse.cloudformation.sam.expansion.Tags;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import dev.gatehouse.cloudformation.sam.python.PythonJson;
import dev.gatehouse.cloudformation.sam.python.PythonText;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.kernel.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Expands a REST API: the API with its document, a deployment whose id changes with the document,
 * and a stage.
 */
public final class ServerlessRestApi {
    static final String BODY = "DefinitionBody";
    private static final String URI = "DefinitionUri";
    private static final String VERSION = "OpenApiVersion";
    private static final String DELIMITER = "||";

    private static final Map<String, String> REFERABLE =
            Map.of(
                    "Stage", "AWS::ApiGateway::Stage",
                    "Deployment", "AWS::ApiGateway::Deployment",
                    "DomainName", "AWS::ApiGateway::DomainName",
                    "DomainNameV2", "AWS::ApiGateway::DomainNameV2",
                    "UsagePlan", "AWS::ApiGateway::UsagePlan",
                    "UsagePlanKey", "AWS::ApiGateway::UsagePlanKey",
                    "ApiKey", "AWS::ApiGateway::ApiKey");

    private final Declared declared;
    private final Expansion expansion;

    public ServerlessRestApi(Declared declared, Expansion expansion) {
        this.declared = declared;
        this.expansion = expansion;
    }

    public void expand() {
        for (String resolved : List.of("BinaryMediaTypes", "Domain", "Auth")) {
            JsonNode given = declared.get(resolved);
            if (!given.isMissingNode()) {
                declared.properties().set(resolved, expansion.withParameters(given));
            }
        }
        if (declared.get("StageName").isMissingNode()) {
            throw declared.invalid("Missing required property 'StageName'.");
        }
        checkDefinition();
        RestAuth auth = new RestAuth(declared, expansion);
        Made api = api(auth);
        List<Made> made = new ArrayList<>(List.of(api));
        RestDomain domain = new RestDomain(declared, expansion);
        List<Made> domains = domain.made();
        Made stage = stage();
        Made deployment = deployment(api);
        stage.set("DeploymentId", Values.ref(deployment.id()));
        made.add(deployment);
        made.add(stage);
        made.addAll(auth.permissions());
        made.addAll(domains);
        made.addAll(new UsagePlans(declared, expansion, stage.id()).made());
        Tags.propagate(made, declared.get("Tags"), Values.isTrue(declared.get("PropagateTags")));
        expansion.replace(declared, made, REFERABLE);
    }

    private void checkDefinition() {
        boolean uri = Values.isTrue(declared.get(URI));
        if (uri && Values.isTrue(declared.get(BODY))) {
            throw declared.invalid(
                    "Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.");
        }
        if (uri && Values.isTrue(declared.get("MergeDefinitions"))) {
            throw declared.invalid(
                    "Cannot set 'MergeDefinitions' to True when using `DefinitionUri`.");
        }
        JsonNode version = declared.get(VERSION);
        if (Values.isTrue(version)
                && !PythonText.scalar(version).matches("[2-3](\\.\\d)(\\.\\d)?")) {
            throw declared.invalid("The OpenApiVersion value must be of the format '3.0.0'.");
        }
    }

    private Made api(RestAuth auth) {
        Made api = new Made(declared.id(), "AWS::ApiGateway::RestApi", declared.attributes());
        api.copy(declared.properties(), "BinaryMediaTypes", "MinimumCompressionSize");
        JsonNode endpoint = declared.get("EndpointConfiguration");
        if (Values.isTrue(endpoint)) {
            setEndpoint(api, endpoint);
        } else if (!expansion.partition().equals("aws")) {
            setEndpoint(api, Json.text("REGIONAL"));
        }
        ObjectNode body = new RestBody(declared, auth).written();
        if (Values.isTrue(declared.get("FailOnWarnings"))) {
            api.copy(declared.properties(), "FailOnWarnings");
        }
        if (Values.isTrue(declared.get(URI))) {
            api.set("BodyS3Location", S3Location.ofDefinition(declared.get(URI), declared.id()));
        } else if (!body.isEmpty()) {
            api.set("Body", body);
        }
        for (String name :
                List.of(
                        "Name",
                        "Description",
                        "Mode",
                        "ApiKeySourceType",
                        "Policy",
                        "SecurityPolicy",
                        "EndpointAccessMode")) {
            if (Values.isTrue(declared.get(name))) {
                api.copy(declared.properties(), name);
            }
        }
        return api;
    }

    private void setEndpoint(Made api, JsonNode endpoint) {
        JsonNode type = Values.isTrue(endpoint.path("Type")) ? endpoint.get("Type") : endpoint;
        ObjectNode configuration = Json.object();
        configuration.putArray("Types").add(type);
        if (type != endpoint) {
            if (endpoint.has("VPCEndpointIds") && endpoint.has("VpcEndpointIds")) {
                throw declared.invalid(
                        "'VPCEndpointIds' and 'VpcEndpointIds' cannot be used together in"
                                + " EndpointConfiguration.");
            }
            if (endpoint.has("VPCEndpointIds")) {
                configuration.set("VpcEndpointIds", endpoint.get("VPCEndpointIds"));
            } else if (endpoint.has("VpcEndpointIds")) {
                configuration.set("VpcEndpointIds", endpoint.get("VpcEndpointIds"));
            }
            if (endpoint.has("IpAddressType")) {
                configuration.set("IpAddressType", endpoint.get("IpAddressType"));
            }
        }
        api.set("EndpointConfiguration", configuration);
        api.set("Parameters", Json.object().set("endpointConfigurationTypes", type));
    }

    private Made stage() {
        String name = declared.get("StageName").asText();
        Made stage =
                new Made(
                        LogicalId.joined(declared.id(), name, "Stage"),
                        "AWS::ApiGateway::Stage",
                        declared.passed());
        stage.set("RestApiId", Values.ref(declared.id()));
        stage.copy(
                declared.properties(),
                "StageName",
                "CacheClusterEnabled",
                "CacheClusterSize",
                "Variables",
                "MethodSettings",
                "AccessLogSetting",
                "CanarySetting",
                "TracingEnabled");
        JsonNode tags = declared.get("Tags");
        return tags.isMissingNode() ? stage : stage.set("Tags", Tags.list(tags));
    }

    private Made deployment(Made api) {
        String text = hashed(api);
        String id = LogicalId.of(declared.id() + "Deployment", text);
        Made deployment = new Made(id, "AWS::ApiGateway::Deployment", declared.passed());
        deployment.set("RestApiId", Values.ref(declared.id()));
        if (!text.isEmpty()) {
            deployment.set("Description", "RestApi deployment id: " + LogicalId.sha1(text));
        }
        if (!Values.isTrue(declared.get(VERSION))) {
            deployment.set("StageName", "Stage");
        }
        return deployment;
    }

    /** What makes another deployment when it changes; empty for an API without a document. */
    private String hashed(Made api) {
        JsonNode body = api.properties().path("Body");
        JsonNode document = body.isMissingNode() ? api.properties().path("BodyS3Location") : body;
        if (!Values.isTrue(document)) {
            return "";
        }
        if (Values.isTrue(declared.get("AlwaysDeploy"))) {
            return Long.toString(Clock.SYSTEM.now().getEpochSecond());
        }
        List<String> parts = new ArrayList<>(List.of(PythonText.of(document)));
        if (Values.isTrue(declared.get(VERSION))) {
            parts.add(PythonText.scalar(declared.get(VERSION)));
        }
        if (Values.isTrue(declared.get("Domain"))) {
            parts.add(PythonJson.spaced(declared.get("Domain")));
        }
        String names = functionNames();
        if (!names.isEmpty()) {
            parts.add(names);
        }
        return String.join(DELIMITER, parts);
    }

    /** The names of the functions that the API's events are of. */
    private String functionNames() {
        StringBuilder names = new StringBuilder();
        for (JsonNode resource : expansion.written()) {
            JsonNode name = resource.path("Properties").path("FunctionName");
            if (!resource.path("Type").asText().equals("AWS::Serverless::Function")
                    || name instanceof MissingNode) {
                continue;
            }
            for (JsonNode event : resource.path("Properties").path("Events")) {
                JsonNode api = event.path("Properties").path("RestApiId");
                boolean own =
                        event.path("Type").asText().equals("Api")
                                && api.path("Ref").asText(api.asText()).equals(declared.id());
                JsonNode resolved = own ? expansion.withParameters(name) : name;
                if (own) {
                    names.append(
                            resolved instanceof PythonDict
                                    ? PythonText.of(resolved)
                                    : resolved.asText());
                }
            }
        }
        return names.toString();
    }
}
