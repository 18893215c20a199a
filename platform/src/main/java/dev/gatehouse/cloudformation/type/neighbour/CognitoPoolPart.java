package dev.gatehouse.cloudformation.type.neighbour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.kernel.ServiceException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands in a Cognito user pool under a name that its template may give: a domain, a resource
 * server, a group, an identity provider or a user.
 */
final class CognitoPoolPart implements ResourceType {
    /** Cognito's longest generated names. */
    private static final int LONGEST_NAME = 128;

    /** Statuses by which an engine says that it has no such operation; Cognito has each. */
    private static final Set<Integer> LACKING = Set.of(500, 501, 502);

    /** The code of a failure of Cognito's own, after which the part may still be there. */
    private static final String FAILED = "InternalErrorException";

    private static final Logger LOG = LoggerFactory.getLogger(CognitoPoolPart.class);

    private final String name;
    private final Calls calls;
    private final String key;
    private final Set<String> fixed;
    private final Set<String> changeable;
    private final Map<String, String> attributes;

    /**
     * The operations of a part.
     *
     * @param update null where nothing can be changed
     */
    private record Calls(String create, String read, @Nullable String update, String delete) {}

    /**
     * @param key the property that names it
     * @param fixed what else it is made with and keeps
     * @param changeable what can be changed; parts of structures have no names of their own here
     * @param attributes members of the responses, by the attributes that they are
     */
    private CognitoPoolPart(
            String name,
            Calls calls,
            String key,
            Set<String> fixed,
            Set<String> changeable,
            Map<String, String> attributes) {
        this.name = "AWS::Cognito::UserPool" + name;
        this.calls = calls;
        this.key = key;
        this.fixed = fixed;
        this.changeable = changeable;
        this.attributes = attributes;
    }

    /** {@code AWS::Cognito::UserPoolDomain}, where a pool's sign-in pages would be. */
    static ResourceType domain() {
        return new CognitoPoolPart(
                "Domain",
                new Calls(
                        "CreateUserPoolDomain",
                        "DescribeUserPoolDomain",
                        "UpdateUserPoolDomain",
                        "DeleteUserPoolDomain"),
                "Domain",
                Set.of(),
                Set.of("CustomDomainConfig", "ManagedLoginVersion"),
                Map.of("CloudFrontDistribution", "CloudFrontDomain"));
    }

    /** {@code AWS::Cognito::UserPoolResourceServer}: scopes that tokens may have. */
    static ResourceType resourceServer() {
        return new CognitoPoolPart(
                "ResourceServer",
                new Calls(
                        "CreateResourceServer",
                        "DescribeResourceServer",
                        "UpdateResourceServer",
                        "DeleteResourceServer"),
                "Identifier",
                Set.of(),
                Set.of("Name", "Scopes"),
                Map.of());
    }

    /** {@code AWS::Cognito::UserPoolGroup}. */
    static ResourceType group() {
        return new CognitoPoolPart(
                "Group",
                new Calls("CreateGroup", "GetGroup", "UpdateGroup", "DeleteGroup"),
                "GroupName",
                Set.of(),
                Set.of("Description", "Precedence", "RoleArn"),
                Map.of());
    }

    /** {@code AWS::Cognito::UserPoolIdentityProvider}. */
    static ResourceType identityProvider() {
        return new CognitoPoolPart(
                "IdentityProvider",
                new Calls(
                        "CreateIdentityProvider",
                        "DescribeIdentityProvider",
                        "UpdateIdentityProvider",
                        "DeleteIdentityProvider"),
                "ProviderName",
                Set.of("ProviderType"),
                Set.of("AttributeMapping", "IdpIdentifiers", "ProviderDetails"),
                Map.of());
    }

    /** {@code AWS::Cognito::UserPoolUser}, of which nothing changes. */
    static ResourceType user() {
        return new CognitoPoolPart(
                "User",
                new Calls("AdminCreateUser", "AdminGetUser", null, "AdminDeleteUser"),
                "Username",
                Set.of(
                        "ClientMetadata",
                        "DesiredDeliveryMediums",
                        "ForceAliasCreation",
                        "MessageAction",
                        "UserAttributes",
                        "ValidationData"),
                Set.of(),
                Map.of());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<String> properties() {
        Set<String> properties = new HashSet<>(Set.of(CognitoUserPool.ID, key));
        for (Set<String> some : List.of(fixed, changeable)) {
            properties.addAll(some);
            some.forEach(each -> properties.add(each + ".*"));
        }
        return properties;
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        ObjectNode named = named(target, declared);
        if (calls.read().equals("DescribeUserPoolDomain")) {
            // A domain is one of its kind everywhere, and read by its name alone.
            named.remove(CognitoUserPool.ID);
        }
        return target.read(CognitoUserPool.SERVICE, calls.read(), named)
                .filter(found -> found.valueStream().anyMatch(each -> !each.isEmpty()))
                .map(_ -> List.of(new Physical(named.path(key).asText())))
                .orElse(List.of());
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        List<String> given = new ArrayList<>(fixed);
        given.addAll(changeable);
        ObjectNode input = named(target, declared);
        input.setAll(Differences.pick(declared, given));
        return physical(input, target.call(CognitoUserPool.SERVICE, calls.create(), input));
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        String operation = calls.update();
        if (operation == null) {
            return current;
        }
        ObjectNode input = pool(declared).put(key, current.id());
        input.setAll(Differences.pick(declared, changeable));
        return physical(input, target.call(CognitoUserPool.SERVICE, operation, input));
    }

    /** What the service cannot delete, as moto cannot resource servers, goes with its pool. */
    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        ObjectNode input = pool(declared).put(key, current.id());
        try {
            target.remove(CognitoUserPool.SERVICE, calls.delete(), input);
        } catch (ServiceException failure) {
            if (!LACKING.contains(failure.status()) || failure.code().equals(FAILED)) {
                throw failure;
            }
            LOG.warn("{} {} stays until its pool goes: {}", name, current.id(), failure.text());
        }
    }

    private Physical physical(ObjectNode input, JsonNode response) {
        Physical made = new Physical(input.path(key).asText());
        for (Map.Entry<String, String> each : attributes.entrySet()) {
            if (response.has(each.getValue())) {
                made = made.with(each.getKey(), response.path(each.getValue()).asText());
            }
        }
        return made;
    }

    private ObjectNode named(Target target, ObjectNode declared) {
        ObjectNode input = pool(declared);
        return declared.has(key)
                ? input.put(key, declared.path(key).asText())
                : input.put(key, target.generatedName(LONGEST_NAME));
    }

    private static ObjectNode pool(ObjectNode declared) {
        return Target.input().put(CognitoUserPool.ID, declared.path(CognitoUserPool.ID).asText());
    }
}
