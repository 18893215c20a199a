package dev.gatehouse.cloudformation.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.logs.DescribeLogGroupsResponse;
import dev.gatehouse.aws.logs.LogGroup;
import dev.gatehouse.aws.logs.Logs;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.client.LocalServices;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.Terms;
import dev.gatehouse.cloudformation.stack.Terms.Kind;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.secret.TestSecrets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.StoreUnavailableException;
import dev.gatehouse.store.sql.SqlStore;
import dev.gatehouse.testkit.Eventually;
import dev.gatehouse.wire.Service;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A disk that is full, or a node that stops, at every write of a stack's creation, change and
 * deletion: the stack comes to its end, and deleting it leaves nothing of it.
 */
@Tag("node")
final class StackInterruptionTest {
    private static final CallerIdentity ROOT =
            new CallerIdentity(Principal.root(AccountId.DEFAULT), Region.DEFAULT);
    private static final Set<String> WRITES =
            Set.of("insert", "update", "replace", "delete", "deleteAll", "transact");

    private enum What {
        CREATION,
        CHANGE,
        DELETION
    }

    @ParameterizedTest
    @EnumSource(What.class)
    void aFullDiskAtEveryWriteIsWaitedFor(What what, @TempDir Path folder) {
        atEveryWrite(what, folder, Trial::fullDisk);
    }

    @ParameterizedTest
    @EnumSource(What.class)
    void aStopAtEveryWriteIsGoneOnFrom(What what, @TempDir Path folder) {
        atEveryWrite(what, folder, Trial::stop);
    }

    /** Goes on to later writes until what is done has fewer. */
    private static void atEveryWrite(
            What what, Path folder, Function<Trial, Boolean> interruption) {
        int writes = 0;
        boolean reached = true;
        while (reached) {
            writes++;
            try (Trial trial = new Trial(what, writes, folder.resolve(writes + ".db"))) {
                reached = interruption.apply(trial);
            }
        }
        assertThat(writes).as("writes of a " + what).isGreaterThan(8);
    }

    /** One stack, whose store counts writes and knows at which of them something happens. */
    private static final class Trial implements AutoCloseable {
        private final Set<String> groups = ConcurrentHashMap.newKeySet();
        private final AtomicInteger written = new AtomicInteger();
        private final CountDownLatch reached = new CountDownLatch(1);
        private final What what;
        private final int at;
        private final Store store;
        private volatile boolean counting;
        private volatile boolean full;
        private boolean rejected;
        private Stacks stacks;
        private String id = "";

        Trial(What what, int at, Path file) {
            this.what = what;
            this.at = at;
            this.store = SqlStore.open("sqlite:" + file);
            this.stacks = open();
        }

        private Stacks open() {
            return new Stacks(
                    (Store) watched(store, Store.class),
                    LocalServices.of(logs()),
                    (_, _, _, _) -> Optional.empty(),
                    TestSecrets.of(store),
                    Clock.SYSTEM);
        }

        /** Nothing can be written from a write on, until there is room again. */
        boolean fullDisk() {
            full = true;
            begin();
            Eventually.holds(() -> reached.getCount() == 0 || isSettled());
            boolean happened = reached.getCount() == 0;
            full = false;
            complete();
            return happened;
        }

        /** The node stops at a write, and the next one begins. */
        boolean stop() {
            begin();
            Eventually.holds(() -> reached.getCount() == 0 || isSettled());
            boolean happened = reached.getCount() == 0;
            stacks.close();
            counting = false;
            stacks = open();
            stacks.recover();
            complete();
            return happened;
        }

        /** What is asked for is taken before the first write that counts. */
        private void begin() {
            if (what != What.CREATION) {
                create();
                settle();
            }
            counting = true;
            try {
                switch (what) {
                    case CREATION -> create();
                    case CHANGE -> change();
                    case DELETION -> delete();
                }
            } catch (StoreUnavailableException notTaken) {
                assertThat(full).isTrue();
                rejected = true;
            }
        }

        private void complete() {
            counting = false;
            Optional<Stack> stack = stack();
            if (stack.isPresent()) {
                settle();
                if (what != What.DELETION) {
                    assertThat(stack().orElseThrow().status())
                            .as("write %d", at)
                            .isIn(
                                    rejected ? Stack.REVIEW : "CREATE_COMPLETE",
                                    "CREATE_COMPLETE",
                                    "UPDATE_COMPLETE");
                }
                if (stack().filter(now -> now.times().deleted() == null).isPresent()) {
                    delete();
                    settle();
                }
                assertThat(stack().map(Stack::status).orElse("DELETE_COMPLETE"))
                        .as("write %d", at)
                        .isEqualTo("DELETE_COMPLETE");
            }
            assertThat(groups).as("left after write %d", at).isEmpty();
        }

        private void create() {
            id = stacks.changes().create(ROOT, "tried", wanted("one"), terms());
        }

        private void change() {
            stacks.changes().update(ROOT, "tried", wanted("two"), terms());
        }

        private void delete() {
            stacks.changes().delete(ROOT, "tried", null, terms());
        }

        private static Terms terms() {
            return Terms.of(Kind.CREATE_STACK, null);
        }

        private static Stack.Wanted wanted(String name) {
            String template =
                    """
                    Resources:
                      A: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /a/%1$s}}
                      B: {Type: AWS::Logs::LogGroup, DependsOn: A}
                      C: {Type: AWS::Logs::LogGroup, DependsOn: B, Properties: {LogGroupName: /c/%1$s}}
                    """
                            .formatted(name);
            return new Stack.Wanted(template, Map.of(), Map.of(), List.of(), null);
        }

        private Optional<Stack> stack() {
            try {
                return Optional.of(stacks.require(ROOT, id.isEmpty() ? "tried" : id));
            } catch (ServiceException none) {
                return Optional.empty();
            }
        }

        private boolean isSettled() {
            return stack().filter(Stack::inProgress).isEmpty();
        }

        private void settle() {
            Eventually.holds(this::isSettled);
        }

        private Service logs() {
            return Service.of(Logs.MODEL)
                    .on(
                            Logs.CREATE_LOG_GROUP,
                            (_, input) -> {
                                if (!groups.add(input.logGroupName())) {
                                    throw new ServiceException(
                                            "ResourceAlreadyExistsException", 400, "is there");
                                }
                                return Empty.EMPTY;
                            })
                    .on(
                            Logs.DELETE_LOG_GROUP,
                            (_, input) -> {
                                groups.remove(input.logGroupName());
                                return Empty.EMPTY;
                            })
                    .on(
                            Logs.DESCRIBE_LOG_GROUPS,
                            (_, input) ->
                                    DescribeLogGroupsResponse.builder()
                                            .logGroups(
                                                    groups.stream()
                                                            .filter(
                                                                    name ->
                                                                            name.startsWith(
                                                                                    input
                                                                                            .logGroupNamePrefix()))
                                                            .map(
                                                                    name ->
                                                                            LogGroup.builder()
                                                                                    .logGroupName(
                                                                                            name)
                                                                                    .build())
                                                            .toList())
                                            .build())
                    .on(Logs.DELETE_RETENTION_POLICY, (_, _) -> Empty.EMPTY)
                    .build();
        }

        private Object watched(Object target, Class<?> type) {
            return Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (_, method, arguments) -> call(target, method, arguments));
        }

        private Object call(Object target, Method method, Object[] arguments) throws Throwable {
            if (counting && WRITES.contains(method.getName()) && written.incrementAndGet() >= at) {
                reached.countDown();
                if (full) {
                    throw new StoreUnavailableException("no space left in the test");
                }
            }
            Object result;
            try {
                result = method.invoke(target, arguments);
            } catch (InvocationTargetException failure) {
                throw failure.getCause();
            }
            // Within a transaction the whole is one write.
            return result instanceof Documents<?> each && target instanceof Store
                    ? watched(each, Documents.class)
                    : result;
        }

        @Override
        public void close() {
            stacks.close();
            store.close();
        }
    }
}
