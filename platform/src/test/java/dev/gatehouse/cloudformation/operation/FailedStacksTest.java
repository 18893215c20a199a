package dev.gatehouse.cloudformation.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.logs.CreateLogGroupRequest;
import dev.gatehouse.aws.logs.DeleteLogGroupRequest;
import dev.gatehouse.aws.logs.DescribeLogGroupsRequest;
import dev.gatehouse.aws.logs.DescribeLogGroupsResponse;
import dev.gatehouse.aws.logs.LogGroup;
import dev.gatehouse.aws.logs.Logs;
import dev.gatehouse.aws.logs.PutRetentionPolicyRequest;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.client.LocalServices;
import dev.gatehouse.cloudformation.stack.Failure;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackEvent;
import dev.gatehouse.cloudformation.stack.StackSettings;
import dev.gatehouse.cloudformation.stack.Terms;
import dev.gatehouse.cloudformation.stack.Terms.Kind;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.secret.TestSecrets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.sql.SqlStore;
import dev.gatehouse.testkit.Eventually;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.Service;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a stack whose operation fails, is cancelled or late, and what may follow. */
@Tag("node")
@Timeout(300)
final class FailedStacksTest {
    private static final CallerIdentity ROOT =
            new CallerIdentity(Principal.root(AccountId.DEFAULT), Region.DEFAULT);

    /** Log groups with the days that they are kept. */
    private final Map<String, Integer> groups = new ConcurrentHashMap<>();

    private final Set<String> rejected = ConcurrentHashMap.newKeySet();
    private final Set<String> stuck = ConcurrentHashMap.newKeySet();
    private final CountDownLatch slow = new CountDownLatch(1);
    private final AtomicLong ahead = new AtomicLong();
    private Store store;
    private Stacks stacks;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = SqlStore.open("sqlite:" + folder.resolve("stacks.db"));
        open();
    }

    @AfterEach
    void close() {
        slow.countDown();
        stacks.close();
        store.close();
    }

    @Test
    void whatWasMadeStaysWithoutRollbackAndTheStackGoesOnFromThere() {
        rejected.add("/bad");
        String id = create(Failure.KEEP, group("Bad", "/bad") + group("Good", "/good"));

        assertThat(settled(id).status()).isEqualTo("CREATE_FAILED");
        assertThat(settled(id).reason())
                .isEqualTo("The following resource(s) failed to create: [Bad]. ");
        assertThat(groups).containsOnlyKeys("/good");
        assertThatThrownBy(() -> update(Failure.ROLLBACK, group("Good", "/good")))
                .hasMessage(
                        "This stack is currently in a non-terminal [CREATE_FAILED] state. To update"
                                + " the stack from this state, please use the disable-rollback"
                                + " parameter with update-stack API. To rollback to the last known"
                                + " good state, use the rollback-stack API");

        rejected.clear();
        update(Failure.KEEP, group("Bad", "/bad") + group("Good", "/good"));

        assertThat(settled(id).status()).isEqualTo("UPDATE_COMPLETE");
        assertThat(groups).containsOnlyKeys("/good", "/bad");
    }

    @Test
    void independentResourcesAreMadeAlthoughAnotherFailed() {
        rejected.add("/bad");
        String next =
                """
                  After: {Type: AWS::Logs::LogGroup, DependsOn: Good, Properties: {LogGroupName: /after}}
                  Never: {Type: AWS::Logs::LogGroup, DependsOn: Bad, Properties: {LogGroupName: /never}}
                """;
        String id = create(Failure.KEEP, group("Bad", "/bad") + group("Good", "/good") + next);

        assertThat(settled(id).status()).isEqualTo("CREATE_FAILED");
        assertThat(groups).containsOnlyKeys("/good", "/after");
    }

    @Test
    void aCreationThatFailedAndWasKeptRollsBackWhenAsked() {
        rejected.add("/bad");
        String id = create(Failure.KEEP, group("Bad", "/bad") + group("Good", "/good"));
        settled(id);

        stacks.returns().rollBack(ROOT, id, null, Terms.of(Kind.ROLLBACK, null));

        assertThat(settled(id).status()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(groups).isEmpty();
        assertThat(told(id, "app"))
                .containsExactly(
                        "CREATE_IN_PROGRESS: User Initiated",
                        "CREATE_FAILED: The following resource(s) failed to create: [Bad]. ",
                        "ROLLBACK_IN_PROGRESS: User Initiated",
                        "ROLLBACK_COMPLETE");
    }

    @Test
    void onFailureDoNothingCannotBeGoneOnWith() {
        rejected.add("/bad");
        String id = create(Failure.DO_NOTHING, group("Bad", "/bad"));

        assertThat(settled(id).status()).isEqualTo("CREATE_FAILED");
        assertThatThrownBy(() -> update(Failure.KEEP, group("Bad", "/bad")))
                .hasMessageStartingWith(
                        "This stack cannot be updated from [CREATE_FAILED] state because it"
                                + " contains [on-failure: DO_NOTHING].");
    }

    @Test
    void onFailureDeleteLeavesNothing() {
        rejected.add("/bad");
        String id =
                create(
                        Failure.DELETE,
                        group("Good", "/good") + group("Bad", "/bad") + "    DependsOn: Good\n");

        assertThat(settled(id).status()).isEqualTo("DELETE_COMPLETE");
        assertThat(groups).isEmpty();
        assertThat(told(id, "app"))
                .contains(
                        "DELETE_IN_PROGRESS: The following resource(s) failed to create: [Bad]."
                                + " Delete requested by user.");
    }

    @Test
    void anUpdateThatFailedAndWasKeptGoesBackToWhatWasThere() {
        String id = create(Failure.ROLLBACK, days("A", "/a", 7) + group("Old", "/old"));
        settled(id);
        rejected.add("/bad");
        update(Failure.KEEP, days("A", "/a", 14) + group("Old", "/new") + group("Bad", "/bad"));

        assertThat(settled(id).status()).isEqualTo("UPDATE_FAILED");
        assertThat(groups).containsOnlyKeys("/a", "/old", "/new").containsEntry("/a", 14);

        stacks.returns().rollBack(ROOT, id, null, Terms.of(Kind.ROLLBACK, null));

        assertThat(settled(id).status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(groups).containsOnlyKeys("/a", "/old").containsEntry("/a", 7);
    }

    @Test
    void replacingTwiceOnTheWayLeavesNothingBehind() {
        String id = create(Failure.ROLLBACK, group("Old", "/one"));
        settled(id);
        rejected.add("/bad");
        update(Failure.KEEP, group("Old", "/two") + group("Bad", "/bad"));
        settled(id);
        update(Failure.KEEP, group("Old", "/three") + group("Bad", "/bad"));
        settled(id);
        update(Failure.KEEP, group("Old", "/four") + group("Bad", "/bad"));
        settled(id);

        rejected.clear();
        update(Failure.KEEP, group("Old", "/five"));

        assertThat(settled(id).status()).isEqualTo("UPDATE_COMPLETE");
        assertThat(groups).containsOnlyKeys("/five");
    }

    @Test
    void anUpdateIsCancelledAndGoesBack() {
        String id = create(Failure.ROLLBACK, group("A", "/a"));
        settled(id);
        assertThatThrownBy(() -> stacks.returns().cancel(ROOT, id))
                .hasMessage("CancelUpdateStack cannot be called from current stack status");
        update(
                Failure.ROLLBACK,
                group("A", "/a")
                        + group("Slow", "/slow")
                        + group("Next", "/next")
                        + "    DependsOn: Slow\n");
        Eventually.holds(() -> groups.containsKey("/slow"));

        stacks.returns().cancel(ROOT, id);
        Eventually.holds(
                () -> told(id, "Slow").contains("CREATE_FAILED: Resource creation cancelled"));
        slow.countDown();

        assertThat(settled(id).status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(groups).containsOnlyKeys("/a");
        assertThat(told(id, "app")).contains("UPDATE_ROLLBACK_IN_PROGRESS: User Initiated");
    }

    @Test
    void aCancelledUpdateGoesBackAfterAStopInBetween() {
        String id = create(Failure.ROLLBACK, group("A", "/a"));
        settled(id);
        update(Failure.ROLLBACK, group("A", "/a") + group("Slow", "/slow"));
        Eventually.holds(() -> groups.containsKey("/slow"));
        Thread stop = Thread.ofVirtual().start(stacks::close);
        Eventually.holds(
                () ->
                        stop.getState() != Thread.State.NEW
                                && stop.getState() != Thread.State.RUNNABLE);
        stacks.returns().cancel(ROOT, id);
        slow.countDown();
        join(stop);

        open();
        stacks.recover();

        assertThat(settled(id).status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(groups).containsOnlyKeys("/a");
    }

    @Test
    void aCreationThatTakesTooLongRollsBack() {
        StackSettings settings = StackSettings.NONE.within(5);
        Stack.Wanted wanted = wanted(group("Slow", "/slow")).with(settings);
        String id = stacks.changes().create(ROOT, "app", wanted, Terms.of(Kind.CREATE_STACK, null));
        Eventually.holds(() -> groups.containsKey("/slow"));

        ahead.set(TimeUnit.MINUTES.toMillis(6));
        Eventually.holds(
                () -> told(id, "Slow").contains("CREATE_FAILED: Resource creation cancelled"));
        slow.countDown();

        assertThat(settled(id).status()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(told(id, "app"))
                .contains(
                        "ROLLBACK_IN_PROGRESS: Stack creation time exceeded the specified timeout."
                                + " Rollback requested by user.");
    }

    @Test
    void aRollbackThatFailedGoesOnWithoutWhatResists() {
        String id = create(Failure.ROLLBACK, days("A", "/a", 7) + days("B", "/b", 7));
        settled(id);
        rejected.add("/bad");
        stuck.add("/a 7");
        String bad = group("Bad", "/bad") + "    DependsOn: [A, B]\n";
        update(Failure.ROLLBACK, days("A", "/a", 14) + days("B", "/b", 14) + bad);
        assertThat(settled(id).status()).isEqualTo("UPDATE_ROLLBACK_FAILED");
        assertThatThrownBy(() -> update(Failure.ROLLBACK, days("A", "/a", 14)))
                .hasMessageContaining("is in UPDATE_ROLLBACK_FAILED state and can not be updated");

        Terms terms = Terms.of(Kind.CONTINUE_ROLLBACK, null);
        stacks.returns().continueRollback(ROOT, id, null, terms);
        assertThat(settled(id).status()).isEqualTo("UPDATE_ROLLBACK_FAILED");
        stacks.returns()
                .continueRollback(
                        ROOT,
                        id,
                        null,
                        Terms.of(Kind.CONTINUE_ROLLBACK, null).sparing(Set.of("A"), false));

        assertThat(settled(id).status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(groups).containsEntry("/a", 14).containsEntry("/b", 7);
    }

    @Test
    void whatCannotBeDeletedIsLeftWhenAsked() {
        String id = create(Failure.ROLLBACK, group("A", "/a") + group("B", "/b"));
        settled(id);
        stuck.add("/a");
        assertThatThrownBy(
                        () -> delete(Terms.of(Kind.DELETE_STACK, null).sparing(Set.of("A"), false)))
                .hasMessageContaining("DELETE_FAILED");
        delete(Terms.of(Kind.DELETE_STACK, null));
        assertThat(settled(id).status()).isEqualTo("DELETE_FAILED");
        assertThatThrownBy(
                        () -> delete(Terms.of(Kind.DELETE_STACK, null).sparing(Set.of("B"), false)))
                .hasMessage(
                        "The specified resources to retain must be in a valid state. Do not specify"
                                + " resources that are in the DELETE_COMPLETE state.");

        delete(Terms.of(Kind.DELETE_STACK, null).sparing(Set.of("A"), false));

        assertThat(settled(id).status()).isEqualTo("DELETE_COMPLETE");
        assertThat(told(id, "A")).endsWith("DELETE_SKIPPED");
        assertThat(groups).containsOnlyKeys("/a");
    }

    @Test
    void aForcedDeletionEndsWhateverResists() {
        String id = create(Failure.ROLLBACK, group("A", "/a") + group("B", "/b"));
        settled(id);
        stuck.add("/a");
        delete(Terms.of(Kind.DELETE_STACK, null));
        settled(id);

        delete(Terms.of(Kind.DELETE_STACK, null).sparing(Set.of(), true));

        assertThat(settled(id).status()).isEqualTo("DELETE_COMPLETE");
        assertThat(groups).containsOnlyKeys("/a");
    }

    @Test
    void newResourcesGoOnRollbackWhateverTheirPolicyWhenAsked() {
        rejected.add("/bad");
        String kept = "    DeletionPolicy: Retain\n";
        String bad = group("Bad", "/bad") + "    DependsOn: Kept\n";
        Terms terms = Terms.of(Kind.CREATE_STACK, null).failing(Failure.ROLLBACK, true);
        String id =
                stacks.changes()
                        .create(ROOT, "app", wanted(group("Kept", "/kept") + kept + bad), terms);

        assertThat(settled(id).status()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(groups).isEmpty();
    }

    @Test
    void aRequestThatIsTriedAgainWithItsTokenIsDoneOnce() {
        Terms first = Terms.of(Kind.CREATE_STACK, "once");
        String id = stacks.changes().create(ROOT, "app", wanted(group("A", "/a")), first);
        settled(id);
        Terms again = Terms.of(Kind.CREATE_STACK, "once");

        assertThat(stacks.changes().create(ROOT, "app", wanted(group("A", "/a")), again))
                .isEqualTo(id);
        assertThatThrownBy(() -> delete(Terms.of(Kind.DELETE_STACK, "once")))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        rejection ->
                                assertThat(rejection.code())
                                        .isEqualTo("TokenAlreadyExistsException"));
        assertThat(stacks.events(ROOT, stacks.require(ROOT, id)))
                .extracting(event -> event.origin().token())
                .containsOnly("once");
    }

    private void open() {
        Service logs =
                Service.of(Logs.MODEL)
                        .on(Logs.CREATE_LOG_GROUP, this::create)
                        .on(Logs.DESCRIBE_LOG_GROUPS, this::describe)
                        .on(Logs.PUT_RETENTION_POLICY, this::retain)
                        .on(Logs.DELETE_RETENTION_POLICY, (_, _) -> Empty.EMPTY)
                        .on(Logs.DELETE_LOG_GROUP, this::delete)
                        .build();
        stacks =
                new Stacks(
                        store,
                        LocalServices.of(logs),
                        (_, _, _, _) -> Optional.empty(),
                        TestSecrets.of(store),
                        new Clock() {
                            @Override
                            public Instant now() {
                                return Instant.now().plusMillis(ahead.get());
                            }

                            @Override
                            public long nanoTime() {
                                return System.nanoTime();
                            }
                        });
    }

    private Empty create(RequestContext context, CreateLogGroupRequest input) {
        if (rejected.contains(input.logGroupName())) {
            throw new ServiceException("LimitExceededException", 400, "Resource limit exceeded.");
        }
        groups.put(input.logGroupName(), 0);
        if (input.logGroupName().equals("/slow")) {
            await(slow);
        }
        return Empty.EMPTY;
    }

    private DescribeLogGroupsResponse describe(
            RequestContext context, DescribeLogGroupsRequest input) {
        List<LogGroup> found = new ArrayList<>();
        groups.keySet().stream()
                .filter(group -> group.startsWith(input.logGroupNamePrefix()))
                .forEach(group -> found.add(LogGroup.builder().logGroupName(group).build()));
        return DescribeLogGroupsResponse.builder().logGroups(found).build();
    }

    private Empty retain(RequestContext context, PutRetentionPolicyRequest input) {
        rejectStuck(input.logGroupName() + " " + input.retentionInDays());
        groups.put(input.logGroupName(), input.retentionInDays());
        return Empty.EMPTY;
    }

    private Empty delete(RequestContext context, DeleteLogGroupRequest input) {
        rejectStuck(input.logGroupName());
        groups.remove(input.logGroupName());
        return Empty.EMPTY;
    }

    private void rejectStuck(String what) {
        if (stuck.contains(what) && groups.getOrDefault(what.split(" ", 2)[0], 0) >= 0) {
            boolean first = what.endsWith(" 7") && groups.get(what.split(" ", 2)[0]) == 0;
            if (!first) {
                throw new ServiceException("OperationAbortedException", 400, "It is stuck.");
            }
        }
    }

    private static String group(String id, String name) {
        return "  %s:\n    Type: AWS::Logs::LogGroup\n    Properties: {LogGroupName: %s}\n"
                .formatted(id, name);
    }

    private static String days(String id, String name, int days) {
        return "  %s:\n    Type: AWS::Logs::LogGroup\n    Properties: {LogGroupName: %s, RetentionInDays: %d}\n"
                .formatted(id, name, days);
    }

    private static Stack.Wanted wanted(String resources) {
        return new Stack.Wanted("Resources:\n" + resources, Map.of(), Map.of(), List.of(), null);
    }

    private String create(Failure failure, String resources) {
        StackSettings settings = StackSettings.NONE.operating(failure, false, null);
        Terms terms = Terms.of(Kind.CREATE_STACK, null).failing(failure, false);
        return stacks.changes().create(ROOT, "app", wanted(resources).with(settings), terms);
    }

    private void update(Failure failure, String resources) {
        StackSettings settings = StackSettings.NONE.operating(failure, false, null);
        Terms terms = Terms.of(Kind.UPDATE_STACK, null).failing(failure, false);
        stacks.changes().update(ROOT, "app", wanted(resources).with(settings), terms);
    }

    private void delete(Terms terms) {
        stacks.changes().delete(ROOT, "app", null, terms);
    }

    /** The states a resource or the stack took, oldest first. */
    private List<String> told(String id, String logicalId) {
        return stacks.events(ROOT, stacks.require(ROOT, id)).reversed().stream()
                .filter(event -> event.logicalId().equals(logicalId))
                .map(FailedStacksTest::words)
                .toList();
    }

    private static String words(StackEvent event) {
        return event.reason() == null ? event.status() : event.status() + ": " + event.reason();
    }

    private Stack settled(String id) {
        Eventually.holds(() -> !stacks.require(ROOT, id).inProgress());
        return stacks.require(ROOT, id);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
