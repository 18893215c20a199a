package dev.gatehouse.lambda.api;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.lambda.AliasConfiguration;
import dev.gatehouse.aws.lambda.AliasRoutingConfiguration;
import dev.gatehouse.aws.lambda.CreateAliasRequest;
import dev.gatehouse.aws.lambda.DeleteAliasRequest;
import dev.gatehouse.aws.lambda.GetAliasRequest;
import dev.gatehouse.aws.lambda.ListAliasesRequest;
import dev.gatehouse.aws.lambda.ListAliasesResponse;
import dev.gatehouse.aws.lambda.UpdateAliasRequest;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.api.call.Paging;
import dev.gatehouse.lambda.configuration.ConfigurationChange;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.ResourcePolicy;
import dev.gatehouse.lambda.model.RevisionId;
import dev.gatehouse.lambda.model.StoredAlias;
import dev.gatehouse.lambda.registry.FunctionRegistry;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.store.Stored;
import dev.gatehouse.wire.RequestContext;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** CreateAlias, GetAlias, UpdateAlias, DeleteAlias and ListAliases. */
final class Aliases {
    private final FunctionRegistry registry;

    Aliases(FunctionRegistry registry) {
        this.registry = registry;
    }

    AliasConfiguration create(RequestContext context, CreateAliasRequest input) {
        FunctionReference function = function(context, input.functionName());
        StoredAlias alias =
                new StoredAlias(
                        input.name(),
                        input.functionVersion(),
                        Objects.requireNonNullElse(input.description(), ""),
                        weights(input.routingConfig()),
                        RevisionId.next());
        try {
            registry.transact(
                    function,
                    within -> {
                        AliasRules.check(within, function, alias);
                        String id = id(function, alias.name());
                        return within.aliases().insert(function.scope(), id, alias);
                    });
        } catch (DuplicateDocumentException _) {
            throw LambdaErrors.conflict(
                    "Alias already exists: " + function.qualified(alias.name()));
        }
        return respond(function, alias);
    }

    AliasConfiguration get(RequestContext context, GetAliasRequest input) {
        FunctionReference function = function(context, input.functionName());
        registry.documents().require(function);
        return respond(
                function,
                registry.documents()
                        .alias(function, input.name())
                        .orElseThrow(
                                () ->
                                        LambdaErrors.notFound(
                                                "Cannot find alias arn: "
                                                        + function.qualified(input.name()))));
    }

    AliasConfiguration update(RequestContext context, UpdateAliasRequest input) {
        FunctionReference function = function(context, input.functionName());
        StoredAlias updated =
                registry.transact(
                        function,
                        within -> {
                            StoredAlias before =
                                    within.alias(function, input.name())
                                            .orElseThrow(() -> noAlias(function, input.name()));
                            FunctionRegistry.requireRevision(
                                    input.revisionId(), before.revisionId());
                            StoredAlias after = updated(before, input);
                            AliasRules.check(within, function, after);
                            within.aliases()
                                    .update(
                                            function.scope(),
                                            id(function, input.name()),
                                            now -> after);
                            return after;
                        });
        return respond(function, updated);
    }

    private static RuntimeException noAlias(FunctionReference function, String name) {
        return LambdaErrors.notFound("Alias not found: " + function.qualified(name));
    }

    private static StoredAlias updated(StoredAlias before, UpdateAliasRequest input) {
        return new StoredAlias(
                before.name(),
                ConfigurationChange.or(input.functionVersion(), before.functionVersion()),
                ConfigurationChange.or(input.description(), before.description()),
                input.routingConfig() == null ? before.weights() : weights(input.routingConfig()),
                RevisionId.next());
    }

    /** Deleting an alias that is not there is fine; its policy goes with it. */
    Empty delete(RequestContext context, DeleteAliasRequest input) {
        FunctionReference function = function(context, input.functionName());
        registry.transact(
                function,
                within -> {
                    FunctionRegistry.change(
                            within,
                            function,
                            now ->
                                    now.withPolicy(input.name(), ResourcePolicy.empty())
                                            .withSettings(
                                                    now.settings()
                                                            .withProvisioned(input.name(), null)));
                    return within.aliases().delete(function.scope(), id(function, input.name()));
                });
        return Empty.EMPTY;
    }

    ListAliasesResponse list(RequestContext context, ListAliasesRequest input) {
        FunctionReference function = function(context, input.functionName());
        registry.documents().require(function);
        String prefix = function.name() + '/';
        Paging<Stored<StoredAlias>> page =
                Paging.read(
                        input.marker(),
                        input.maxItems(),
                        (after, limit) ->
                                registry.documents()
                                        .aliases()
                                        .list(function.scope(), prefix, after, limit),
                        Stored::id);
        String version = input.functionVersion();
        return ListAliasesResponse.builder()
                .aliases(
                        page.items().stream()
                                .map(Stored::value)
                                .filter(alias -> version == null || alias.reaches(version))
                                .map(alias -> respond(function, alias))
                                .toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    private static FunctionReference function(RequestContext context, String functionName) {
        return Here.function(context, functionName).withQualifier(null);
    }

    private static String id(FunctionReference function, String alias) {
        return function.name() + '/' + alias;
    }

    private static Map<String, Double> weights(@Nullable AliasRoutingConfiguration routing) {
        Map<String, Double> weights = routing == null ? null : routing.additionalVersionWeights();
        return weights == null ? Map.of() : weights;
    }

    private static AliasConfiguration respond(FunctionReference function, StoredAlias alias) {
        return AliasConfiguration.builder()
                .aliasArn(function.qualified(alias.name()).toString())
                .name(alias.name())
                .functionVersion(alias.functionVersion())
                .description(alias.description())
                .routingConfig(
                        alias.weights().isEmpty()
                                ? null
                                : AliasRoutingConfiguration.builder()
                                        .additionalVersionWeights(alias.weights())
                                        .build())
                .revisionId(alias.revisionId())
                .build();
    }
}
