package dev.gatehouse.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.Operation;
import dev.gatehouse.aws.View;
import dev.gatehouse.aws.applicationautoscaling.ApplicationAutoScaling;
import dev.gatehouse.aws.applicationautoscaling.TargetTrackingScalingPolicyConfiguration;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.TurnableClock;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.sql.SqlStore;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.format.Structures;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scalable targets under a clock that is turned. Source: Application Auto Scaling API Reference and
 * User Guide; AWS Lambda developer guide, "Managing provisioned concurrency with Application Auto
 * Scaling".
 */
@Tag("node")
class ScalingTest {
    private static final String RESOURCE = "function:hello:live";
    private static final RequestContext CALLER =
            new RequestContext(
                    RequestId.next(),
                    Principal.root(AccountId.DEFAULT),
                    AccountId.DEFAULT,
                    Region.DEFAULT,
                    "127.0.0.1",
                    "localhost");

    @TempDir Path folder;
    private final TurnableClock clock = new TurnableClock();
    private final Functions functions = new Functions();
    private SqlStore store;
    private TargetCatalog targets;
    private Activities activities;
    private Scaler scaler;

    /** One alias of a function, whose environments are there when they are asked for. */
    private static final class Functions implements ScaledFunctions {
        int capacity;
        boolean rejects;
        final Map<Long, Double> values = new TreeMap<>();

        @Override
        public int capacity(Scope scope, ScaledResource resource) {
            if (!resource.qualifier().equals("live")) {
                throw new ServiceException("ResourceNotFoundException", 404, "no such alias");
            }
            return capacity;
        }

        @Override
        public boolean isReady(Scope scope, ScaledResource resource) {
            return true;
        }

        @Override
        public void change(Scope scope, ScaledResource resource, int wanted) {
            if (rejects) {
                throw new ServiceException("InvalidParameterValueException", 400, "too much");
            }
            capacity = wanted;
        }

        @Override
        public Map<Long, Double> minutes(
                Scope scope,
                ScaledResource resource,
                TargetTrackingScalingPolicyConfiguration settings,
                long from,
                long to) {
            return values;
        }
    }

    @BeforeEach
    void open() {
        store = SqlStore.open("sqlite:" + folder.resolve("store.db"));
        targets = new TargetCatalog(store);
        activities = new Activities(store, clock);
        scaler = new Scaler(targets, activities, functions, clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static <I extends View, O extends View> Map<String, Object> call(
            Operation<I, O> operation,
            BiFunction<RequestContext, I, O> handler,
            Map<String, ?> members) {
        Map<String, Object> input = new HashMap<>(members);
        input.putIfAbsent("ServiceNamespace", "lambda");
        if (!operation.model().name().startsWith("Describe")) {
            input.putIfAbsent("ResourceId", RESOURCE);
            input.putIfAbsent("ScalableDimension", "lambda:function:ProvisionedConcurrency");
        }
        I view = operation.input(Structures.fromMap(operation.model().input(), input));
        return Structures.toMap(handler.apply(CALLER, view).data());
    }

    private Map<String, Object> register(Map<String, ?> members) {
        return call(
                ApplicationAutoScaling.REGISTER_SCALABLE_TARGET,
                new ScalableTargets(targets, functions, clock)::register,
                members);
    }

    private void schedule(Map<String, ?> members) {
        call(
                ApplicationAutoScaling.PUT_SCHEDULED_ACTION,
                new ScheduledActions(targets, clock)::put,
                members);
    }

    private void track(String name, Map<String, ?> configuration) {
        Map<String, Object> all = new HashMap<>(configuration);
        all.put("TargetValue", 0.7);
        all.put(
                "PredefinedMetricSpecification",
                Map.of("PredefinedMetricType", "LambdaProvisionedConcurrencyUtilization"));
        policy(
                Map.of(
                        "PolicyName",
                        name,
                        "PolicyType",
                        "TargetTrackingScaling",
                        "TargetTrackingScalingPolicyConfiguration",
                        all));
    }

    private void policy(Map<String, ?> members) {
        call(
                ApplicationAutoScaling.PUT_SCALING_POLICY,
                new ScalingPolicies(targets, clock)::put,
                members);
    }

    private List<?> told() {
        return (List<?>)
                call(
                                ApplicationAutoScaling.DESCRIBE_SCALING_ACTIVITIES,
                                activities::describe,
                                Map.of())
                        .get("ScalingActivities");
    }

    /** The last so many whole minutes were all like that. */
    private void measured(int minutes, double value) {
        functions.values.clear();
        long end = clock.millis() / 60_000 * 60_000;
        for (int i = 1; i <= minutes; i++) {
            functions.values.put(end - i * 60_000L, value);
        }
    }

    private void afterMinutes(int minutes, int measured, double value) {
        clock.turn(Duration.ofMinutes(minutes));
        measured(measured, value);
        scaler.tick();
    }

    @Test
    void aCapacityOutsideItsRangeIsBroughtIntoIt() {
        register(Map.of("MinCapacity", 2, "MaxCapacity", 5));
        scaler.tick();
        assertThat(functions.capacity).isEqualTo(2);
        functions.capacity = 5;
        register(Map.of("MaxCapacity", 3));
        scaler.tick();
        assertThat(functions.capacity).isEqualTo(3);
        assertThat(told())
                .satisfies(
                        all ->
                                assertThat(all.getFirst().toString())
                                        .contains("Setting provisioned concurrency to 3.")
                                        .contains("maximum capacity was set to 3")
                                        .contains("StatusCode=Successful"))
                .satisfies(
                        all ->
                                assertThat(all.getLast().toString())
                                        .contains("minimum capacity was set to 2"));
    }

    @Test
    void aChangeThatLambdaRejectsIsToldAsFailed() {
        functions.rejects = true;
        register(Map.of("MinCapacity", 2, "MaxCapacity", 5));
        scaler.tick();
        assertThat(told().toString())
                .contains("StatusCode=Failed")
                .contains("Failed to set provisioned concurrency to 2. Reason: too much");
    }

    @Test
    void scalesOutAfterThreeHighMinutesAndInAfterFifteenLowOnes() {
        functions.capacity = 2;
        register(Map.of("MinCapacity", 1, "MaxCapacity", 10));
        track("seventy", Map.of());
        afterMinutes(1, 2, 1);
        assertThat(functions.capacity).as("two minutes are too few").isEqualTo(2);
        afterMinutes(1, 3, 1);
        assertThat(functions.capacity).as("2 * 1 / 0.7").isEqualTo(3);
        afterMinutes(1, 14, 0.2);
        assertThat(functions.capacity).as("fourteen minutes are too few").isEqualTo(3);
        afterMinutes(1, 15, 0.65);
        assertThat(functions.capacity).as("not below nine tenths of the target").isEqualTo(3);
        afterMinutes(1, 15, 0.2);
        assertThat(functions.capacity).as("3 * 0.2 / 0.7").isEqualTo(1);
        assertThat(told().getFirst().toString()).contains("AlarmLow").contains("policy seventy");
    }

    @Test
    void keepsItsMaximumItsCooldownsAndItsSuspensions() {
        functions.capacity = 4;
        register(Map.of("MinCapacity", 1, "MaxCapacity", 5));
        track("cool", Map.of("ScaleOutCooldown", 600));
        afterMinutes(1, 3, 1);
        assertThat(functions.capacity).as("at most").isEqualTo(5);
        register(Map.of("MaxCapacity", 20));
        afterMinutes(1, 3, 1);
        assertThat(functions.capacity).as("it rests").isEqualTo(5);
        register(Map.of("SuspendedState", Map.of("DynamicScalingOutSuspended", true)));
        afterMinutes(10, 3, 1);
        assertThat(functions.capacity).as("suspended").isEqualTo(5);
        register(Map.of("SuspendedState", Map.of("DynamicScalingOutSuspended", false)));
        afterMinutes(1, 3, 1);
        assertThat(functions.capacity).isEqualTo(8);
        track("cool", Map.of("DisableScaleIn", true));
        afterMinutes(1, 15, 0.1);
        assertThat(functions.capacity).as("scale-in is disabled").isEqualTo(8);
    }

    @Test
    void scheduledActionsActAtTheirTimes() {
        register(Map.of("MinCapacity", 0, "MaxCapacity", 10));
        String soon = clock.now().plusSeconds(90).truncatedTo(ChronoUnit.SECONDS).toString();
        schedule(
                Map.of(
                        "ScheduledActionName",
                        "once",
                        "Schedule",
                        "at(" + soon.replace("Z", "") + ")",
                        "ScalableTargetAction",
                        Map.of("MinCapacity", 4)));
        scaler.tick();
        assertThat(functions.capacity).isZero();
        clock.turn(Duration.ofSeconds(91));
        scaler.tick();
        assertThat(functions.capacity).isEqualTo(4);
        schedule(
                Map.of(
                        "ScheduledActionName",
                        "again",
                        "Schedule",
                        "rate(1 hour)",
                        "ScalableTargetAction",
                        Map.of("MinCapacity", 0, "MaxCapacity", 1)));
        clock.turn(Duration.ofMinutes(61));
        scaler.tick();
        assertThat(functions.capacity).isEqualTo(1);
        register(Map.of("MaxCapacity", 9));
        functions.capacity = 9;
        clock.turn(Duration.ofMinutes(60));
        scaler.tick();
        assertThat(functions.capacity).as("and again").isEqualTo(1);
    }

    @Test
    void schedulesAreReadAsAwsWritesThem() {
        Instant monday = Instant.parse("2026-11-30T10:17:30Z");
        List<String> next = new ArrayList<>();
        for (String text :
                List.of(
                        "cron(0 9 * * ? *) UTC",
                        "cron(0 9 * * ? *) America/New_York",
                        "cron(0/15 10 ? * MON-FRI *) UTC",
                        "cron(30 8 L * ? *) UTC",
                        "cron(0 8 1W * ? *) UTC",
                        "cron(0 8 ? * 2#1 *) UTC",
                        "cron(0 8 ? DEC 6L 2026-2027) UTC",
                        "rate(5 minutes) UTC",
                        "at(2026-12-01T00:00:00) Europe/Berlin")) {
            int space = text.lastIndexOf(' ');
            next.add(
                    ActionSchedule.parse(text.substring(0, space))
                            .after(
                                    monday,
                                    Instant.parse("2026-11-30T10:00:00Z"),
                                    java.time.ZoneId.of(text.substring(space + 1)))
                            .orElseThrow()
                            .toString());
        }
        assertThat(next)
                .containsExactly(
                        "2026-12-01T09:00:00Z",
                        "2026-11-30T14:00:00Z",
                        "2026-11-30T10:30:00Z",
                        "2026-12-31T08:30:00Z",
                        "2026-12-01T08:00:00Z",
                        "2026-12-07T08:00:00Z",
                        "2026-12-25T08:00:00Z",
                        "2026-11-30T10:20:00Z",
                        "2026-11-30T23:00:00Z");
        for (String wrong :
                List.of(
                        "cron(* * * * * *)",
                        "cron(61 * * * ? *)",
                        "rate(0 days)",
                        "at(noon)",
                        "at(+999999999-12-31T23:59:59)",
                        "x")) {
            assertThatThrownBy(() -> ActionSchedule.parse(wrong))
                    .hasMessageContaining("Invalid schedule expression: " + wrong);
        }
    }

    @Test
    void rejectsWhatItDoesNotScaleByName() {
        assertThatThrownBy(
                        () ->
                                register(
                                        Map.of(
                                                "ServiceNamespace", "ecs",
                                                "MinCapacity", 1,
                                                "MaxCapacity", 2)))
                .hasMessageContaining("Service namespace ecs is not supported");
        assertThatThrownBy(() -> register(Map.of("ResourceId", "function:hello")))
                .hasMessageContaining(
                        "Unsupported service namespace, resource type or scalable dimension");
        assertThatThrownBy(() -> register(Map.of("MinCapacity", 1)))
                .hasMessageContaining("Maximum capacity must be specified");
        assertThatThrownBy(() -> register(Map.of("MinCapacity", 3, "MaxCapacity", 2)))
                .hasMessageContaining("Maximum capacity cannot be less than minimum capacity");
        assertThatThrownBy(
                        () ->
                                register(
                                        Map.of(
                                                "ResourceId", "function:hello:gone",
                                                "MinCapacity", 1,
                                                "MaxCapacity", 2)))
                .hasMessageContaining("Lambda function doesn't exist: function:hello:gone");
        assertThatThrownBy(() -> track("early", Map.of()))
                .hasMessageContaining(
                        "No scalable target registered for service namespace: lambda, resource ID:"
                                + " function:hello:live, scalable dimension:"
                                + " lambda:function:ProvisionedConcurrency");
        register(Map.of("MinCapacity", 0, "MaxCapacity", 2));
        assertThatThrownBy(() -> policy(Map.of("PolicyName", "steps", "PolicyType", "StepScaling")))
                .hasMessageContaining("Policy type StepScaling is not supported");
        assertThatThrownBy(() -> register(Map.of("Tags", Map.of("team", "a"))))
                .hasMessageContaining("To update tags on an existing scalable target");
    }
}
