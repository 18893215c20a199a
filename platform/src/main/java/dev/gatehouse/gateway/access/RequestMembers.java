package dev.gatehouse.gateway.access;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The condition keys {@code apigateway:Request/…} and {@code apigateway:Resource/…} of both APIs
 * (Service Authorization Reference, "Condition keys for Amazon API Gateway Management" and "…
 * Management V2"): the members of requests, the values that patches put in their places, and the
 * members of what is there.
 */
final class RequestMembers {
    static final String REQUEST = "apigateway:request/";
    static final String RESOURCE = "apigateway:resource/";

    private static final Pattern VERB =
            Pattern.compile("^(Create|Update|Put|Import|Reimport|Get|Delete)");

    /**
     * A key.
     *
     * @param name after the slash
     * @param noun what the operations are about that have it
     * @param path the member, with dots between a member and those inside it
     */
    private record Key(String name, String noun, String path) {}

    private static final List<Key> KEYS =
            List.of(
                    new Key("ApiName", "RestApi", "name"),
                    new Key("ApiName", "Api", "name"),
                    new Key("ApiKeyRequired", "Method", "apiKeyRequired"),
                    new Key("ApiKeyRequired", "Route", "apiKeyRequired"),
                    new Key("AuthorizerType", "Authorizer", "type"),
                    new Key("AuthorizerType", "Authorizer", "authorizerType"),
                    new Key("AuthorizerUri", "Authorizer", "authorizerUri"),
                    new Key("DisableExecuteApiEndpoint", "RestApi", "disableExecuteApiEndpoint"),
                    new Key("DisableExecuteApiEndpoint", "Api", "disableExecuteApiEndpoint"),
                    new Key("EndpointType", "RestApi", "endpointConfiguration.types"),
                    new Key("EndpointType", "DomainName", "endpointConfiguration.types"),
                    new Key("EndpointType", "DomainName", "domainNameConfigurations.endpointType"),
                    new Key(
                            "MtlsTrustStoreUri",
                            "DomainName",
                            "mutualTlsAuthentication.truststoreUri"),
                    new Key(
                            "MtlsTrustStoreVersion",
                            "DomainName",
                            "mutualTlsAuthentication.truststoreVersion"),
                    new Key("RouteAuthorizationType", "Method", "authorizationType"),
                    new Key("RouteAuthorizationType", "Route", "authorizationType"),
                    new Key("SecurityPolicy", "DomainName", "securityPolicy"),
                    new Key(
                            "SecurityPolicy",
                            "DomainName",
                            "domainNameConfigurations.securityPolicy"),
                    new Key("StageName", "Stage", "stageName"),
                    new Key("StageName", "Deployment", "stageName"),
                    new Key(
                            "AccessLoggingDestination",
                            "Stage",
                            "accessLogSettings.destinationArn"),
                    new Key("AccessLoggingFormat", "Stage", "accessLogSettings.format"));

    private RequestMembers() {}

    /** What an operation is about, such as {@code RestApi}. */
    static String noun(OperationModel operation) {
        return VERB.matcher(operation.name()).replaceFirst("");
    }

    /**
     * The values of a key that begins with {@link #REQUEST}.
     *
     * @param name in lower case
     */
    static List<String> ofRequest(String name, OperationModel operation, Structure input) {
        Map<String, String> patches = patches(input);
        List<String> values = new ArrayList<>();
        for (Key key : keys(name.substring(REQUEST.length()), noun(operation))) {
            add(values, input, key.path());
            addPatched(values, patches, '/' + key.path().replace('.', '/'));
        }
        return values;
    }

    /**
     * The values of a key that begins with {@link #RESOURCE}.
     *
     * @param name in lower case
     * @param stored what the operation is about, as it is; null where there is none
     */
    static List<String> ofResource(
            String name, OperationModel operation, @Nullable Structure stored) {
        List<String> values = new ArrayList<>();
        for (Key key : keys(name.substring(RESOURCE.length()), noun(operation))) {
            add(values, stored, key.path());
        }
        return values;
    }

    private static List<Key> keys(String name, String noun) {
        return KEYS.stream()
                .filter(key -> key.name().equalsIgnoreCase(name) && key.noun().equals(noun))
                .toList();
    }

    /** What the operations of a patch put where; removals are empty. */
    static Map<String, String> patches(Structure input) {
        Map<String, String> patches = new HashMap<>();
        if (input.value("patchOperations") instanceof List<?> operations) {
            for (Object each : operations) {
                if (each instanceof Structure patch && patch.value("path") != null) {
                    Object value = patch.value("value");
                    patches.put(
                            String.valueOf(patch.value("path")),
                            value == null ? "" : value.toString());
                }
            }
        }
        return patches;
    }

    /** Elements of lists are patched by their own paths: {@code /endpointConfiguration/types/…}. */
    private static void addPatched(List<String> values, Map<String, String> patches, String path) {
        patches.forEach(
                (at, value) -> {
                    if ((at.equals(path) || at.startsWith(path + '/')) && !value.isEmpty()) {
                        values.add(value);
                    }
                });
    }

    private static void add(List<String> values, @Nullable Object in, String path) {
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        switch (in) {
            case Structure structure -> {
                Object value = member(structure, name);
                if (dot < 0) {
                    addAll(values, value);
                } else {
                    add(values, value, path.substring(dot + 1));
                }
            }
            case List<?> list -> list.forEach(each -> add(values, each, path));
            case null, default -> {}
        }
    }

    private static void addAll(List<String> values, @Nullable Object value) {
        if (value instanceof List<?> list) {
            list.forEach(each -> values.add(String.valueOf(each)));
        } else if (value != null) {
            values.add(value.toString());
        }
    }

    /** The second API's members begin with a capital. */
    private static @Nullable Object member(Structure structure, String name) {
        Object value = structure.value(name);
        return value == null
                ? structure.value(Character.toUpperCase(name.charAt(0)) + name.substring(1))
                : value;
    }
}
