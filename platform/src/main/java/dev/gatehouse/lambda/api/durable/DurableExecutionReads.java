package dev.gatehouse.lambda.api.durable;

import dev.gatehouse.aws.lambda.Event;
import dev.gatehouse.aws.lambda.Execution;
import dev.gatehouse.aws.lambda.GetDurableExecutionHistoryRequest;
import dev.gatehouse.aws.lambda.GetDurableExecutionHistoryResponse;
import dev.gatehouse.aws.lambda.GetDurableExecutionRequest;
import dev.gatehouse.aws.lambda.GetDurableExecutionResponse;
import dev.gatehouse.aws.lambda.Lambda;
import dev.gatehouse.aws.lambda.ListDurableExecutionsByFunctionRequest;
import dev.gatehouse.aws.lambda.ListDurableExecutionsByFunctionResponse;
import dev.gatehouse.aws.lambda.StopDurableExecutionRequest;
import dev.gatehouse.aws.lambda.StopDurableExecutionResponse;
import dev.gatehouse.aws.lambda.TraceHeader;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.durable.DurableErrors;
import dev.gatehouse.lambda.durable.Executions;
import dev.gatehouse.lambda.durable.Outcome;
import dev.gatehouse.lambda.durable.model.ExecutionArn;
import dev.gatehouse.lambda.durable.model.StoredEvent;
import dev.gatehouse.lambda.durable.model.StoredExecution;
import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What people and their tools ask of durable executions. */
public record DurableExecutionReads(Executions executions, FunctionDocuments functions) {
    private static final int USUAL_PAGE = 100;

    /** Adds the operations to a service. */
    public void serve(Service.Builder service) {
        service.on(Lambda.GET_DURABLE_EXECUTION, this::get)
                .on(Lambda.GET_DURABLE_EXECUTION_HISTORY, this::history)
                .on(Lambda.LIST_DURABLE_EXECUTIONS_BY_FUNCTION, this::list)
                .on(Lambda.STOP_DURABLE_EXECUTION, this::stop);
    }

    private GetDurableExecutionResponse get(
            RequestContext context, GetDurableExecutionRequest input) {
        ExecutionArn arn = arn(context, input.durableExecutionArn());
        StoredExecution execution = require(arn);
        Outcome outcome = execution.isClosed() ? executions.outcome(arn, execution) : null;
        String trace = execution.terms().trace();
        return GetDurableExecutionResponse.builder()
                .durableExecutionArn(arn.toString())
                .durableExecutionName(arn.name())
                .functionArn(arn.versionArn().toString())
                .inputPayload(executions.input(arn))
                .result(outcome == null ? null : outcome.result())
                .error(outcome == null ? null : outcome.error())
                .startTimestamp(instant(execution.progress().startMillis()))
                .endTimestamp(instant(execution.progress().endMillis()))
                .status(execution.progress().status())
                .version(arn.version())
                .traceHeader(
                        trace == null ? null : TraceHeader.builder().xAmznTraceId(trace).build())
                .build();
    }

    private GetDurableExecutionHistoryResponse history(
            RequestContext context, GetDurableExecutionHistoryRequest input) {
        ExecutionArn arn = arn(context, input.durableExecutionArn());
        Executions.History page =
                executions.history(
                        arn,
                        require(arn),
                        input.marker(),
                        input.maxItems(),
                        Boolean.TRUE.equals(input.reverseOrder()));
        boolean data = !Boolean.FALSE.equals(input.includeExecutionData());
        List<Event> events =
                page.events().stream()
                        .map(event -> new StoredEvent(data ? event : withoutData(event)).view())
                        .toList();
        return GetDurableExecutionHistoryResponse.builder()
                .events(events)
                .nextMarker(page.next())
                .build();
    }

    /** Inputs, results and errors keep their place, empty. */
    private static Map<String, Object> withoutData(Map<?, ?> event) {
        Map<String, Object> bare = new LinkedHashMap<>();
        event.forEach(
                (name, value) -> {
                    if (!"Payload".equals(name)) {
                        Object kept = value instanceof Map<?, ?> inner ? withoutData(inner) : value;
                        bare.put(String.valueOf(name), kept);
                    }
                });
        return bare;
    }

    private ListDurableExecutionsByFunctionResponse list(
            RequestContext context, ListDurableExecutionsByFunctionRequest input) {
        FunctionReference function =
                Here.function(context, input.functionName(), input.qualifier());
        functions.require(function.withQualifier(null));
        List<Executions.Named> all =
                executions.of(function).stream().filter(wanted(function, input)).toList();
        if (Boolean.TRUE.equals(input.reverseOrder())) {
            all = all.reversed();
        }
        Integer most = input.maxItems();
        int size = most == null || most == 0 ? USUAL_PAGE : most;
        int from = Math.min(from(input.marker()), all.size());
        int to = Math.min(from + size, all.size());
        return ListDurableExecutionsByFunctionResponse.builder()
                .durableExecutions(
                        all.subList(from, to).stream().map(DurableExecutionReads::shown).toList())
                .nextMarker(to < all.size() ? String.valueOf(to) : null)
                .build();
    }

    private static int from(@Nullable String marker) {
        try {
            return marker == null || marker.isEmpty() ? 0 : Math.max(0, Integer.parseInt(marker));
        } catch (NumberFormatException _) {
            throw DurableErrors.invalidMarker();
        }
    }

    private static Predicate<Executions.Named> wanted(
            FunctionReference function, ListDurableExecutionsByFunctionRequest input) {
        String qualifier = function.qualifier();
        List<String> statuses =
                input.statuses() == null ? Collections.emptyList() : input.statuses();
        return named -> {
            StoredExecution execution = named.execution();
            Instant start = Instant.ofEpochMilli(execution.progress().startMillis());
            return (qualifier == null
                            || execution.version().equals(qualifier)
                            || execution.terms().invoked().endsWith(':' + qualifier))
                    && (input.durableExecutionName() == null
                            || input.durableExecutionName().equals(named.arn().name()))
                    && (statuses.isEmpty() || statuses.contains(execution.progress().status()))
                    && (input.startedAfter() == null || start.isAfter(input.startedAfter()))
                    && (input.startedBefore() == null || start.isBefore(input.startedBefore()));
        };
    }

    private static Execution shown(Executions.Named named) {
        ExecutionArn arn = named.arn();
        return Execution.builder()
                .durableExecutionArn(arn.toString())
                .durableExecutionName(arn.name())
                .functionArn(arn.versionArn().toString())
                .status(named.execution().progress().status())
                .startTimestamp(instant(named.execution().progress().startMillis()))
                .endTimestamp(instant(named.execution().progress().endMillis()))
                .build();
    }

    private StopDurableExecutionResponse stop(
            RequestContext context, StopDurableExecutionRequest input) {
        ExecutionArn arn = arn(context, input.durableExecutionArn());
        return StopDurableExecutionResponse.builder()
                .stopTimestamp(executions.stop(arn, input.error()))
                .build();
    }

    private static ExecutionArn arn(RequestContext context, String text) {
        return ExecutionArn.parse(text)
                .filter(arn -> arn.scope().equals(Here.of(context)))
                .orElseThrow(DurableErrors::noSuchExecution);
    }

    private StoredExecution require(ExecutionArn arn) {
        return executions.find(arn).orElseThrow(DurableErrors::noSuchExecution);
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
