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
import dev.gatehouse.lambda.durable.ExecutionList;
import dev.gatehouse.lambda.durable.ExecutionList.Named;
import dev.gatehouse.lambda.durable.ExecutionList.Wanted;
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
public record DurableExecutionReads(
        Executions executions, ExecutionList list, FunctionDocuments functions) {
    private static final String LATEST = "$LATEST";

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
        ExecutionList.Page page = page(function, input);
        return ListDurableExecutionsByFunctionResponse.builder()
                .durableExecutions(
                        page.executions().stream().map(DurableExecutionReads::shown).toList())
                .nextMarker(page.next())
                .build();
    }

    private ExecutionList.Page page(
            FunctionReference function, ListDurableExecutionsByFunctionRequest input) {
        Wanted wanted =
                new Wanted(
                        input.startedAfter(),
                        input.startedBefore(),
                        Boolean.TRUE.equals(input.reverseOrder()),
                        wanted(function, input));
        String name = input.durableExecutionName();
        return name == null
                ? list.page(function, wanted, input.marker(), input.maxItems())
                : new ExecutionList.Page(
                        list.named(function, name).filter(wanted::has).stream().toList(), null);
    }

    private static Predicate<Named> wanted(
            FunctionReference function, ListDurableExecutionsByFunctionRequest input) {
        String given = function.qualifier();
        String qualifier = given == null ? LATEST : given;
        List<String> statuses =
                input.statuses() == null ? Collections.emptyList() : input.statuses();
        return named -> {
            StoredExecution execution = named.execution();
            return (execution.version().equals(qualifier)
                            || execution.terms().invoked().endsWith(':' + qualifier))
                    && (statuses.isEmpty() || statuses.contains(execution.progress().status()));
        };
    }

    private static Execution shown(Named named) {
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
