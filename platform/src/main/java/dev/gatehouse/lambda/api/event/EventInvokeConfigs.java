package dev.gatehouse.lambda.api.event;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.lambda.DeleteFunctionEventInvokeConfigRequest;
import dev.gatehouse.aws.lambda.DestinationConfig;
import dev.gatehouse.aws.lambda.FunctionEventInvokeConfig;
import dev.gatehouse.aws.lambda.GetFunctionEventInvokeConfigRequest;
import dev.gatehouse.aws.lambda.ListFunctionEventInvokeConfigsRequest;
import dev.gatehouse.aws.lambda.ListFunctionEventInvokeConfigsResponse;
import dev.gatehouse.aws.lambda.OnFailure;
import dev.gatehouse.aws.lambda.OnSuccess;
import dev.gatehouse.aws.lambda.PutFunctionEventInvokeConfigRequest;
import dev.gatehouse.aws.lambda.UpdateFunctionEventInvokeConfigRequest;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.api.call.Paging;
import dev.gatehouse.lambda.destination.DestinationRules;
import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.StoredEventConfig;
import dev.gatehouse.lambda.model.StoredVersion;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.registry.FunctionRegistry;
import dev.gatehouse.store.Stored;
import dev.gatehouse.wire.RequestContext;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * PutFunctionEventInvokeConfig, UpdateFunctionEventInvokeConfig, GetFunctionEventInvokeConfig,
 * DeleteFunctionEventInvokeConfig and ListFunctionEventInvokeConfigs. Errors are recorded from AWS.
 */
public final class EventInvokeConfigs {
    private final FunctionRegistry registry;
    private final DestinationRules destinations;
    private final Clock clock;

    public EventInvokeConfigs(
            FunctionRegistry registry, DestinationRules destinations, Clock clock) {
        this.registry = registry;
        this.destinations = destinations;
        this.clock = clock;
    }

    /** In the place of what was configured before. */
    public FunctionEventInvokeConfig put(
            RequestContext context, PutFunctionEventInvokeConfigRequest input) {
        FunctionReference function =
                named(Here.function(context, input.functionName(), input.qualifier()));
        StoredVersion version = requireVersion(function);
        if (input.maximumRetryAttempts() == null
                && input.maximumEventAgeInSeconds() == null
                && input.destinationConfig() == null) {
            throw LambdaErrors.invalidParameter(
                    "You must specify at least one of error handling or destination setting.");
        }
        DestinationConfig wanted = input.destinationConfig();
        StoredEventConfig config =
                new StoredEventConfig(
                        qualifier(function),
                        input.maximumRetryAttempts(),
                        input.maximumEventAgeInSeconds(),
                        set(onSuccess(wanted)),
                        set(onFailure(wanted)),
                        clock.now());
        check(function, version, config);
        registry.transact(
                function,
                within -> {
                    within.eventConfigs().delete(function.scope(), id(function));
                    return within.eventConfigs().insert(function.scope(), id(function), config);
                });
        return response(function, config);
    }

    /** What is not said stays as it is. */
    public FunctionEventInvokeConfig update(
            RequestContext context, UpdateFunctionEventInvokeConfigRequest input) {
        FunctionReference function =
                named(Here.function(context, input.functionName(), input.qualifier()));
        StoredVersion version = requireVersion(function);
        UnaryOperator<StoredEventConfig> change =
                before ->
                        new StoredEventConfig(
                                before.qualifier(),
                                or(input.maximumRetryAttempts(), before.retries()),
                                or(input.maximumEventAgeInSeconds(), before.ageSeconds()),
                                set(or(onSuccess(input.destinationConfig()), before.onSuccess())),
                                set(or(onFailure(input.destinationConfig()), before.onFailure())),
                                clock.now());
        check(function, version, change.apply(require(function)));
        StoredEventConfig config =
                registry.transact(
                        function,
                        within ->
                                within.eventConfigs()
                                        .update(function.scope(), id(function), change)
                                        .map(Stored::value)
                                        .orElseThrow(() -> none(function)));
        return response(function, config);
    }

    public FunctionEventInvokeConfig get(
            RequestContext context, GetFunctionEventInvokeConfigRequest input) {
        FunctionReference function =
                named(Here.function(context, input.functionName(), input.qualifier()));
        return response(function, require(function));
    }

    public Empty delete(RequestContext context, DeleteFunctionEventInvokeConfigRequest input) {
        FunctionReference function =
                named(Here.function(context, input.functionName(), input.qualifier()));
        boolean deleted =
                registry.transact(
                        function,
                        within -> within.eventConfigs().delete(function.scope(), id(function)));
        if (!deleted) {
            throw none(function);
        }
        return Empty.EMPTY;
    }

    public ListFunctionEventInvokeConfigsResponse list(
            RequestContext context, ListFunctionEventInvokeConfigsRequest input) {
        FunctionReference function =
                Here.function(context, input.functionName()).withQualifier(null);
        if (registry.documents().find(function).isEmpty()) {
            throw noFunction();
        }
        String prefix = function.name() + '/';
        Paging<Stored<StoredEventConfig>> page =
                Paging.read(
                        input.marker(),
                        input.maxItems(),
                        (after, limit) ->
                                registry.documents()
                                        .eventConfigs()
                                        .list(function.scope(), prefix, after, limit),
                        Stored::id);
        return ListFunctionEventInvokeConfigsResponse.builder()
                .functionEventInvokeConfigs(
                        page.items().stream()
                                .map(Stored::value)
                                .map(
                                        config ->
                                                response(
                                                        function.withQualifier(config.qualifier()),
                                                        config))
                                .toList())
                .nextMarker(page.nextMarker())
                .build();
    }

    /** What is sent to the function without a qualifier is sent to {@code $LATEST}. */
    private static FunctionReference named(FunctionReference function) {
        return function.qualifier() == null
                ? function.withQualifier(FunctionVersion.LATEST)
                : function;
    }

    private static String qualifier(FunctionReference function) {
        return Objects.requireNonNull(function.qualifier());
    }

    private static String id(FunctionReference function) {
        return function.name() + '/' + qualifier(function);
    }

    private StoredVersion requireVersion(FunctionReference function) {
        return registry.documents().version(function).orElseThrow(EventInvokeConfigs::noFunction);
    }

    private StoredEventConfig require(FunctionReference function) {
        return registry.documents()
                .eventConfigs()
                .find(function.scope(), id(function))
                .map(Stored::value)
                .orElseThrow(() -> none(function));
    }

    private static ServiceException noFunction() {
        return LambdaErrors.notFound("The function doesn't exist.");
    }

    private static ServiceException none(FunctionReference function) {
        return LambdaErrors.notFound(
                "The function " + function.arn() + " doesn't have an EventInvokeConfig");
    }

    private void check(
            FunctionReference function, StoredVersion version, StoredEventConfig config) {
        requireOther(function, config.onSuccess());
        requireOther(function, config.onFailure());
        destinations.check(
                config.onSuccess(),
                config.onFailure(),
                version.configuration().launch().role(),
                function.scope().region());
    }

    /** A function that is a destination exists, and is another one. */
    private void requireOther(FunctionReference function, @Nullable String destination) {
        Arn arn = destination == null ? null : Arn.parse(destination).orElse(null);
        if (arn == null || destination == null || !arn.service().equals("lambda")) {
            return;
        }
        boolean here =
                arn.account().equals(function.scope().account().value())
                        && arn.region().equals(function.scope().region().name());
        if (!here) {
            return;
        }
        FunctionReference named = FunctionReference.parse(function.scope(), destination, null);
        if (named.name().equals(function.name())) {
            throw LambdaErrors.invalidParameter(
                    "You can't specify the function as a destination for itself.");
        }
        FunctionDocuments documents = registry.documents();
        if (documents.version(named).isEmpty()) {
            throw LambdaErrors.invalidParameter(
                    "The destination ARN " + destination + " is invalid.");
        }
    }

    private static @Nullable String onSuccess(@Nullable DestinationConfig config) {
        OnSuccess success = config == null ? null : config.onSuccess();
        return success == null ? null : success.destination();
    }

    private static @Nullable String onFailure(@Nullable DestinationConfig config) {
        OnFailure failure = config == null ? null : config.onFailure();
        return failure == null ? null : failure.destination();
    }

    private static <T> @Nullable T or(@Nullable T wanted, @Nullable T before) {
        return wanted == null ? before : wanted;
    }

    /** Empty is none. */
    private static @Nullable String set(@Nullable String destination) {
        return destination == null || destination.isEmpty() ? null : destination;
    }

    private static FunctionEventInvokeConfig response(
            FunctionReference function, StoredEventConfig config) {
        return FunctionEventInvokeConfig.builder()
                .lastModified(config.modified())
                .functionArn(function.arn().toString())
                .maximumRetryAttempts(config.retries())
                .maximumEventAgeInSeconds(config.ageSeconds())
                .destinationConfig(
                        DestinationConfig.builder()
                                .onSuccess(
                                        OnSuccess.builder().destination(config.onSuccess()).build())
                                .onFailure(
                                        OnFailure.builder().destination(config.onFailure()).build())
                                .build())
                .build();
    }
}
