package dev.gatehouse.cloudformation.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.logs.CreateLogGroupRequest;
import dev.gatehouse.aws.logs.DeleteLogGroupRequest;
import dev.gatehouse.aws.logs.DescribeLogGroupsResponse;
import dev.gatehouse.aws.logs.Logs;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.client.LocalServices;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackEvent;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Resources that do not depend on each other are made at once; one that fails ends the others. */
@Tag("node")
@Timeout(300)
final class ParallelStacksTest {
    private static final CallerIdentity ROOT =
            new CallerIdentity(Principal.root(AccountId.DEFAULT), Region.DEFAULT);

    private final Set<String> groups = ConcurrentHashMap.newKeySet();
    private final CountDownLatch slow = new CountDownLatch(1);
    private final CountDownLatch both = new CountDownLatch(2);
    private Store store;
    private Stacks stacks;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = SqlStore.open("sqlite:" + folder.resolve("stacks.db"));
        open();
    }

    @AfterEach
    void close() {
        stacks.close();
        store.close();
    }

    private Empty create(RequestContext context, CreateLogGroupRequest input) {
        String group = input.logGroupName();
        groups.add(group);
        if (group.startsWith("/both")) {
            both.countDown();
            await(both);
        } else if (group.equals("/slow")) {
            await(slow);
        } else if (group.equals("/bad")) {
            throw new ServiceException("LimitExceededException", 400, "Resource limit exceeded.");
        }
        return Empty.EMPTY;
    }

    private Empty delete(RequestContext context, DeleteLogGroupRequest input) {
        groups.remove(input.logGroupName());
        return Empty.EMPTY;
    }

    @Test
    void makesAtOnceWhatDoesNotDepend() {
        String id =
                create(
                        """
                        Resources:
                          A: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /both/a}}
                          B: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /both/b}}
                        """);

        assertThat(settled(id).status()).isEqualTo("CREATE_COMPLETE");
    }

    @Test
    void cancelsWhatIsUnderWayInAwsWordsOnceSomethingFails() {
        String id =
                create(
                        """
                        Resources:
                          Slow: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /slow}}
                          Bad: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /bad}}
                          Never:
                            Type: AWS::Logs::LogGroup
                            DependsOn: Slow
                            Properties: {LogGroupName: /never}
                        """);
        Eventually.holds(
                () -> told(id, "Slow").contains("CREATE_FAILED: Resource creation cancelled"));
        slow.countDown();

        Stack stack = settled(id);

        assertThat(stack.status()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(told(id, "Bad"))
                .containsExactly(
                        "CREATE_IN_PROGRESS",
                        "CREATE_FAILED: Resource limit exceeded.",
                        "DELETE_COMPLETE");
        assertThat(told(id, "Slow"))
                .containsExactly(
                        "CREATE_IN_PROGRESS",
                        "CREATE_FAILED: Resource creation cancelled",
                        "DELETE_IN_PROGRESS",
                        "DELETE_COMPLETE");
        assertThat(told(id, "Never")).isEmpty();
        assertThat(told(id, "parallel"))
                .containsExactly(
                        "CREATE_IN_PROGRESS: User Initiated",
                        "ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [Bad,"
                                + " Slow]. Rollback requested by user.",
                        "ROLLBACK_COMPLETE");
    }

    @Test
    void aStackWhoseNodeStopsGoesOnWithTheNext() {
        String id =
                create(
                        """
                        Resources:
                          Slow: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /slow}}
                          Next:
                            Type: AWS::Logs::LogGroup
                            DependsOn: Slow
                            Properties: {LogGroupName: /next}
                        """);
        Eventually.holds(() -> groups.contains("/slow"));
        Thread stop = Thread.ofVirtual().start(stacks::close);
        Eventually.holds(
                () ->
                        stop.getState() != Thread.State.NEW
                                && stop.getState() != Thread.State.RUNNABLE);
        slow.countDown();
        join(stop);
        assertThat(told(id, "Slow")).last().isEqualTo("CREATE_COMPLETE");
        assertThat(groups).doesNotContain("/next");

        open();
        stacks.recover();

        assertThat(settled(id).status()).isEqualTo("CREATE_COMPLETE");
        assertThat(told(id, "Slow")).filteredOn("CREATE_COMPLETE"::equals).hasSize(1);
        assertThat(groups).contains("/next");
    }

    /** What a node, or the next one on the same store, has. */
    private void open() {
        Service logs =
                Service.of(Logs.MODEL)
                        .on(Logs.CREATE_LOG_GROUP, this::create)
                        .on(
                                Logs.DESCRIBE_LOG_GROUPS,
                                (_, _) -> DescribeLogGroupsResponse.builder().build())
                        .on(Logs.DELETE_RETENTION_POLICY, (_, _) -> Empty.EMPTY)
                        .on(Logs.DELETE_LOG_GROUP, this::delete)
                        .build();
        stacks =
                new Stacks(
                        store,
                        LocalServices.of(logs),
                        (_, _, _, _) -> Optional.empty(),
                        TestSecrets.of(store),
                        Clock.SYSTEM);
    }

    private String create(String template) {
        Stack.Wanted wanted = new Stack.Wanted(template, Map.of(), Map.of(), List.of(), null);
        return stacks.changes().create(ROOT, "parallel", wanted, Terms.of(Kind.CREATE_STACK, null));
    }

    /** The states a resource or the stack took, oldest first. */
    private List<String> told(String id, String logicalId) {
        return stacks.events(ROOT, stacks.require(ROOT, id)).reversed().stream()
                .filter(event -> event.logicalId().equals(logicalId))
                .filter(event -> !"Resource creation Initiated".equals(event.reason()))
                .map(ParallelStacksTest::words)
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
