package dev.gatehouse.cloudformation.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.changeset.ChangeSet;
import dev.gatehouse.cloudformation.changeset.Importable;
import dev.gatehouse.cloudformation.live.LiveState;
import dev.gatehouse.cloudformation.plan.Plan;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.response.CustomResponses;
import dev.gatehouse.cloudformation.schema.ResourceSchema;
import dev.gatehouse.cloudformation.schema.ResourceSchemas;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.Template;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.kernel.ServiceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The existing resources that a change set takes into its stack (User Guide, "Import AWS resources
 * into a CloudFormation stack", by hand and automatically). Wordings that the guide does not have
 * are from memory.
 */
public final class ResourceImports {
    private final Stacks stacks;
    private final AwsServices services;
    private final Actors actors;
    private final CustomResponses responses;

    ResourceImports(Stacks stacks, AwsServices services, Actors actors, CustomResponses responses) {
        this.stacks = stacks;
        this.services = services;
        this.actors = actors;
        this.responses = responses;
    }

    /**
     * A resource that a change set is asked to import.
     *
     * @param identifier what names it: values by property
     */
    public record Asked(String logicalId, String type, Map<String, String> identifier) {}

    /**
     * What a change set takes over, by logical id.
     *
     * @throws ServiceException ValidationError naming what cannot be imported
     */
    Map<String, Importable> found(
            CallerIdentity identity,
            Stack stack,
            Plan plan,
            Stack.Wanted wanted,
            ChangeSet.Request request,
            List<Asked> asked) {
        boolean imports = request.type() == ChangeSet.Type.IMPORT;
        if (imports != !asked.isEmpty()) {
            throw TemplateErrors.of(
                    imports
                            ? "You must specify the resources to import"
                            : "ResourcesToImport can be specified only for change sets of the type"
                                    + " IMPORT");
        }
        if (imports) {
            requireSameOutputs(stack, plan);
            return named(identity, plan, asked);
        }
        return request.importExisting() ? existing(identity, stack, plan, wanted) : Map.of();
    }

    private static void requireSameOutputs(Stack stack, Plan plan) {
        String before = stack.wanted().template();
        ObjectNode outputs = plan.template().section("Outputs");
        boolean same =
                before.isEmpty()
                        ? outputs.isEmpty()
                        : Template.parse(before).section("Outputs").equals(outputs);
        if (!same) {
            throw TemplateErrors.of(
                    "As part of the import operation, you cannot modify or add [Outputs]");
        }
    }

    private Map<String, Importable> named(CallerIdentity identity, Plan plan, List<Asked> asked) {
        Map<String, ResourceDeclaration> declared = new LinkedHashMap<>();
        plan.order().forEach(each -> declared.put(each.logicalId(), each));
        Map<String, Importable> found = new LinkedHashMap<>();
        for (Asked each : asked) {
            ResourceDeclaration wanted = declared.get(each.logicalId());
            if (wanted == null || !wanted.type().equals(each.type())) {
                throw TemplateErrors.of(
                        "Resource %s of type %s to import is not in the template",
                        each.logicalId(), each.type());
            }
            requireRetention(plan, each.logicalId());
            ResourceSchema schema = importable(each.type());
            if (!each.identifier().keySet().equals(Set.copyOf(schema.identifier()))) {
                throw TemplateErrors.of(
                        "The identifier of the resource to import [%s] must have the properties %s",
                        each.logicalId(), schema.identifier());
            }
            Physical physical = LiveState.physical(schema, each.identifier(), Target.input());
            requireFree(identity, each.logicalId(), each.type(), physical.id());
            found.put(each.logicalId(), new Importable(physical.id(), each.identifier()));
        }
        return found;
    }

    private static void requireRetention(Plan plan, String id) {
        if (!plan.template().section("Resources").path(id).has("DeletionPolicy")) {
            throw TemplateErrors.of(
                    "The following resources to import [%s] must have DeletionPolicy attribute"
                            + " specified in the template.",
                    id);
        }
    }

    private static ResourceSchema importable(String type) {
        return Optional.of(type)
                .filter(name -> LiveState.of(name).isPresent())
                .flatMap(ResourceSchemas::named)
                .orElseThrow(
                        () ->
                                TemplateErrors.of(
                                        "ResourceTypes [%s] are not supported for Import", type));
    }

    private void requireFree(
            CallerIdentity identity, String logicalId, String type, String physicalId) {
        owner(identity, type, physicalId)
                .ifPresent(
                        owner -> {
                            throw TemplateErrors.of(
                                    "Resource %s already exists in stack %s",
                                    logicalId, owner.id());
                        });
    }

    private Optional<Stack> owner(CallerIdentity identity, String type, String physicalId) {
        return stacks.holder(identity, type, physicalId);
    }

    /** What exists under names that the template writes, and belongs to no stack. */
    private Map<String, Importable> existing(
            CallerIdentity identity, Stack stack, Plan plan, Stack.Wanted wanted) {
        CallerIdentity actor = actors.acting(identity, wanted.role());
        Set<String> held = stacks.resources(identity, stack).keySet();
        Map<String, Importable> found = new LinkedHashMap<>();
        for (ResourceDeclaration declared : plan.order()) {
            String id = declared.logicalId();
            Optional<LiveState> live = LiveState.of(declared.type());
            Map<String, String> parts = written(declared);
            if (held.contains(id)
                    || live.isEmpty()
                    || parts.isEmpty()
                    || !declared.retention().onDelete()) {
                continue;
            }
            Target target =
                    new Target(
                            services.as(actor), actor, stack.name(), stack.id(), id, "", responses);
            live.get()
                    .find(target, parts)
                    .map(Physical::id)
                    .filter(name -> owner(identity, declared.type(), name).isEmpty())
                    .ifPresent(name -> found.put(id, new Importable(name, parts)));
        }
        return found;
    }

    /** The identifier that a template writes out; empty when a function or service gives it. */
    private static Map<String, String> written(ResourceDeclaration declared) {
        ResourceSchema schema = ResourceSchemas.named(declared.type()).orElse(null);
        Map<String, String> parts = new LinkedHashMap<>();
        if (schema != null) {
            for (String part : schema.identifier()) {
                JsonNode value = declared.properties().path(part);
                if (schema.readOnly().contains(part) || !value.isTextual()) {
                    return Map.of();
                }
                parts.put(part, value.asText());
            }
        }
        return parts;
    }
}
