package dev.gatehouse.app.services;

import dev.gatehouse.aws.OperationModel;
import dev.gatehouse.aws.Structure;
import dev.gatehouse.events.model.StoredBus;
import dev.gatehouse.events.model.StoredRule;
import dev.gatehouse.events.pattern.EventPattern;
import dev.gatehouse.events.pattern.InvalidPatternException;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.access.Need;
import dev.gatehouse.wire.access.ServiceAccess;
import dev.gatehouse.wire.access.TaggedResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What calls of EventBridge are about: PutEvents is asked for each event bus that its entries name,
 * a rule has its bus in its ARN unless that is the default one, and roles that rules or targets
 * name are passed ("Actions, resources, and condition keys for Amazon EventBridge").
 */
public final class EventBusAccess implements ServiceAccess {
    private static final String PUT = "PutEvents";
    private static final String BUS = "event-bus/";
    private static final String RULE = "rule/";
    private static final String DEFAULT = "default";
    private static final Set<String> OF_BUSES =
            Set.of("CreateEventBus", "DeleteEventBus", "DescribeEventBus");

    /** By the member that names the rule. */
    private static final Set<String> BY_NAME =
            Set.of("PutRule", "DescribeRule", "EnableRule", "DisableRule", "DeleteRule");

    private static final Set<String> BY_RULE =
            Set.of("PutTargets", "RemoveTargets", "ListTargetsByRule");

    private final Store store;

    public EventBusAccess(Store store) {
        this.store = store;
    }

    @Override
    public ProtectedResource resource(ProtectedResource plain) {
        return new TaggedResources(this::tags).resource(plain);
    }

    /** Of rules and buses of this node: those that are not may be elsewhere. */
    private Optional<Map<String, String>> tags(Scope scope, String resource) {
        if (resource.startsWith(BUS)) {
            return store.documents(StoredBus.KIND)
                    .find(scope, resource.substring(BUS.length()))
                    .map(bus -> bus.value().tags());
        }
        if (!resource.startsWith(RULE)) {
            return Optional.empty();
        }
        String rule = resource.substring(RULE.length());
        return store.documents(StoredRule.KIND)
                .find(scope, rule.contains("/") ? rule : StoredRule.id(DEFAULT, rule))
                .map(found -> found.value().tags());
    }

    @Override
    public List<Need> needs(
            RequestContext context, OperationModel operation, Structure input, List<Need> listed) {
        String name = operation.name();
        if (name.equals(PUT)) {
            return puts(context, input, listed);
        }
        List<Need> needs = new ArrayList<>(listed);
        if (OF_BUSES.contains(name)) {
            needs.replaceAll(need -> of(need, busArn(context, input.value("Name"))));
        } else if (BY_NAME.contains(name)) {
            needs.replaceAll(need -> of(need, rule(context, input, "Name")));
        } else if (BY_RULE.contains(name)) {
            needs.replaceAll(need -> of(need, rule(context, input, "Rule")));
        }
        return needs;
    }

    /** The same of another resource; of tags and roles that are asked beside, itself. */
    private static Need of(Need need, String resource) {
        return need.action().equals("iam:PassRole") ? need : new Need(need.action(), resource);
    }

    private static List<Need> puts(RequestContext context, Structure input, List<Need> listed) {
        List<Need> needs = new ArrayList<>();
        if (input.value("Entries") instanceof List<?> entries) {
            for (Object entry : entries) {
                if (entry instanceof Structure event) {
                    String arn = busArn(context, event.value("EventBusName"));
                    needs.add(new Need("events:" + PUT, arn));
                }
            }
        }
        return needs.isEmpty() ? listed : needs;
    }

    /**
     * "Using IAM policy conditions" of EventBridge's guide: what events or a rule's pattern say.
     */
    @Override
    public ConditionKeys keys(
            RequestContext context, OperationModel operation, Structure input, Need need) {
        return key ->
                switch (key) {
                    case "events:creatoraccount" -> List.of(context.account().value());
                    case "events:eventbusinvocation" ->
                            operation.name().equals(PUT) ? List.of("false") : null;
                    case "events:source" ->
                            operation.name().equals(PUT)
                                    ? ofEntries(input, "Source")
                                    : ofPattern(input, "/source");
                    case "events:detail-type" ->
                            operation.name().equals(PUT)
                                    ? ofEntries(input, "DetailType")
                                    : ofPattern(input, "/detail-type");
                    case "events:detail.service" -> ofPattern(input, "/detail/service");
                    case "events:detail.eventtypecode" -> ofPattern(input, "/detail/eventTypeCode");
                    case "events:detail.useridentity.principalid" ->
                            ofPattern(input, "/detail/userIdentity/principalId");
                    default -> null;
                };
    }

    private static List<String> ofEntries(Structure input, String member) {
        List<String> values = new ArrayList<>();
        if (input.value("Entries") instanceof List<?> entries) {
            for (Object each : entries) {
                if (each instanceof Structure event && event.value(member) instanceof String said) {
                    values.add(said);
                }
            }
        }
        return values;
    }

    private static List<String> ofPattern(Structure input, String pointer) {
        try {
            return input.value("EventPattern") instanceof String pattern
                    ? EventPattern.parse(pattern).wanted(pointer)
                    : List.of();
        } catch (InvalidPatternException _) {
            return List.of();
        }
    }

    /** A bus may be named by its ARN, by its name or not at all. */
    private static String busArn(RequestContext context, @Nullable Object named) {
        String name = named == null ? DEFAULT : named.toString();
        return name.startsWith("arn:") ? name : arn(context, BUS + name);
    }

    private static String rule(RequestContext context, Structure input, String member) {
        String bus = busArn(context, input.value("EventBusName"));
        String name = bus.contains(BUS) ? bus.substring(bus.indexOf(BUS) + BUS.length()) : bus;
        String path = name.equals(DEFAULT) ? RULE : RULE + name + '/';
        return arn(context, path + input.value(member));
    }

    private static String arn(RequestContext context, String resource) {
        return Arn.of("events", context.region(), context.account(), resource).toString();
    }
}
