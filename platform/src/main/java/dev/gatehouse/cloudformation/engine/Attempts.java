package dev.gatehouse.cloudformation.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.live.LiveState;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.response.CustomResponses;
import dev.gatehouse.cloudformation.stack.Place;
import dev.gatehouse.cloudformation.stack.ResourceDocument;
import dev.gatehouse.cloudformation.stack.ResourceDocument.Attempt;
import dev.gatehouse.cloudformation.stack.StackResource;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.cloudformation.type.ResourceTypes;
import dev.gatehouse.cloudformation.type.TagProperty;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Makes and removes the resources of one stack so that an attempt which nobody saw the end of can
 * be found again: by the names it would have generated, or by what looks like the resource now and
 * did not before.
 */
public final class Attempts {
    private final AwsServices services;
    private final CallerIdentity identity;
    private final Place place;
    private final CustomResponses responses;
    private final StackResources resources;
    private final OriginTags origin;

    public Attempts(
            AwsServices services,
            CallerIdentity identity,
            Place place,
            CustomResponses responses,
            StackResources resources) {
        this.services = services;
        this.identity = identity;
        this.place = place;
        this.responses = responses;
        this.resources = resources;
        this.origin = new OriginTags(services);
    }

    /** Where a resource is made. */
    Target target(String logicalId, String token) {
        return new Target(
                services.as(identity),
                identity,
                place.stackName(),
                place.stackId(),
                logicalId,
                token,
                responses);
    }

    /**
     * An attempt to be recorded before it begins.
     *
     * @param token the letters that end what is named for it
     */
    Attempt prepare(String logicalId, String typeName, ObjectNode properties, String token) {
        if (isWithinOurs(properties)) {
            return new Attempt(token, Set.of());
        }
        Set<String> others = new HashSet<>();
        Target target = target(logicalId, token);
        ObjectNode resolved = DynamicReferences.resolved(target, properties);
        for (Physical found : ResourceTypes.named(typeName).find(target, resolved)) {
            if (!Target.isGenerated(found.id(), token)) {
                others.add(found.id());
            }
        }
        return new Attempt(token, others);
    }

    /** What stands in an API of this stack is the stack's, so nothing there can be another's. */
    private boolean isWithinOurs(ObjectNode properties) {
        String api = properties.path("RestApiId").asText(properties.path("ApiId").asText());
        return !api.isEmpty() && resources.holds(api);
    }

    Physical create(String logicalId, String typeName, ObjectNode properties, Attempt attempt) {
        Target target = target(logicalId, attempt.token());
        ObjectNode resolved = DynamicReferences.resolved(target, properties);
        return ResourceTypes.named(typeName).create(target, origin.on(typeName, target, resolved));
    }

    /**
     * What exists under an identifier.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError when nothing does
     */
    Physical existing(String logicalId, String typeName, Map<String, String> identifier) {
        Target target = target(logicalId, "");
        return LiveState.of(typeName)
                .flatMap(live -> live.find(target, identifier))
                .map(found -> ResourceTypes.named(typeName).imported(target, found))
                .orElseThrow(
                        () ->
                                TemplateErrors.of(
                                        "Resource of type '%s' with identifier '%s' was not found.",
                                        typeName, identifier));
    }

    /** What is being made is for no waiting event any more. */
    void cancel(String logicalId, String typeName, ObjectNode properties) {
        ResourceTypes.named(typeName).cancel(target(logicalId, ""), properties);
    }

    Physical update(
            String logicalId,
            String typeName,
            Physical current,
            ObjectNode before,
            ObjectNode properties) {
        Target target = target(logicalId, "");
        return ResourceTypes.named(typeName)
                .update(
                        target,
                        current,
                        origin.on(typeName, target, DynamicReferences.known(target, before)),
                        origin.on(
                                typeName, target, DynamicReferences.resolved(target, properties)));
    }

    /**
     * Puts the tags of a declaration, and those of the system, on what became the stack's and stays
     * as it is otherwise.
     */
    void tag(String logicalId, String typeName, Physical found, ObjectNode properties) {
        TagProperty.of(typeName)
                .ifPresent(
                        tags -> {
                            Target target = target(logicalId, "");
                            ObjectNode whole = DynamicReferences.resolved(target, properties);
                            ObjectNode without = whole.deepCopy();
                            without.remove(tags.name());
                            ObjectNode with = origin.on(typeName, target, whole);
                            if (!with.equals(without)) {
                                ResourceTypes.named(typeName).update(target, found, without, with);
                            }
                        });
    }

    /** Brings a resource back from a change that failed; its document says what it was before. */
    Physical reverted(ResourceDocument document) {
        StackResource resource = document.resource();
        ObjectNode before = Objects.requireNonNull(document.before());
        return update(
                document.logicalId(),
                resource.type(),
                resource.physical(),
                resource.properties(),
                before);
    }

    /** Removes what an attempt made, if anything. */
    void sweep(String logicalId, StackResource planned, Attempt attempt) {
        ResourceType type = ResourceTypes.named(planned.type());
        Target target = target(logicalId, attempt.token());
        ObjectNode properties = DynamicReferences.known(target, planned.properties());
        List<Physical> made = new ArrayList<>(type.find(target, properties));
        made.removeIf(
                found -> attempt.others().contains(found.id()) || resources.holds(found.id()));
        made.forEach(found -> type.delete(target, found, properties));
    }

    /** Removes a resource, or what the attempt to make it left. */
    void remove(ResourceDocument document) {
        StackResource resource = document.resource();
        Attempt attempt = document.attempt();
        if (attempt != null) {
            sweep(document.logicalId(), resource, attempt);
            return;
        }
        Target target = target(document.logicalId(), "");
        ResourceTypes.named(resource.type())
                .delete(
                        target,
                        resource.physical(),
                        DynamicReferences.known(target, resource.properties()));
    }
}
