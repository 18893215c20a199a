package dev.gatehouse.cloudformation.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.logs.DescribeLogGroupsResponse;
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
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Transaction;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a step of a stack's creation writes does not grow with the stack. */
@Tag("node")
final class StackWritesTest {
    private static final CallerIdentity ROOT =
            new CallerIdentity(Principal.root(AccountId.DEFAULT), Region.DEFAULT);
    private static final Set<String> WRITES = Set.of("insert", "update", "replace");

    private final AtomicLong documents = new AtomicLong();
    private final AtomicLong letters = new AtomicLong();

    @Test
    void aResourceOfALargeStackIsWrittenAsOneOfASmallStack(@TempDir Path folder) {
        long[] small = written(50, folder.resolve("small.db"));
        long[] large = written(300, folder.resolve("large.db"));

        assertThat((large[0] - small[0]) / 250.0).isBetween(4.9, 5.1);
        assertThat((large[1] - small[1]) / 250).isLessThan(4_000);
    }

    /** How many documents a creation writes, and the length of their texts. */
    private long[] written(int resources, Path file) {
        documents.set(0);
        letters.set(0);
        Service logs =
                Service.of(Logs.MODEL)
                        .on(Logs.CREATE_LOG_GROUP, (_, _) -> Empty.EMPTY)
                        .on(
                                Logs.DESCRIBE_LOG_GROUPS,
                                (_, _) -> DescribeLogGroupsResponse.builder().build())
                        .on(Logs.DELETE_RETENTION_POLICY, (_, _) -> Empty.EMPTY)
                        .build();
        StringBuilder template = new StringBuilder("Resources:\n");
        for (int number = 0; number < resources; number++) {
            template.append("  G%d: {Type: AWS::Logs::LogGroup}\n".formatted(number));
        }
        try (Store store = SqlStore.open("sqlite:" + file);
                Stacks stacks =
                        new Stacks(
                                (Store) counting(store, Store.class),
                                LocalServices.of(logs),
                                (_, _, _, _) -> Optional.empty(),
                                TestSecrets.of(store),
                                Clock.SYSTEM)) {
            String id =
                    stacks.changes()
                            .create(
                                    ROOT,
                                    "counted",
                                    new Stack.Wanted(
                                            template.toString(),
                                            Map.of(),
                                            Map.of(),
                                            List.of(),
                                            null),
                                    Terms.of(Kind.CREATE_STACK, null));
            Eventually.holds(() -> !stacks.require(ROOT, id).inProgress());
            assertThat(stacks.require(ROOT, id).status()).isEqualTo("CREATE_COMPLETE");
        }
        // What is written once a stack and holds its template is not a step's.
        return new long[] {documents.get(), letters.get() - 4L * template.length()};
    }

    private Object counting(Object target, Class<?> type) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) -> call(target, method, arguments));
    }

    @SuppressWarnings("unchecked")
    private Object call(Object target, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("transact")) {
            Function<Transaction, Object> work = (Function<Transaction, Object>) arguments[0];
            return ((Store) target)
                    .transact(tx -> work.apply((Transaction) counting(tx, Transaction.class)));
        }
        Object result;
        try {
            result = method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
        if (WRITES.contains(method.getName()) && !Optional.empty().equals(result)) {
            documents.incrementAndGet();
            letters.addAndGet(String.valueOf(result).length());
        }
        return result instanceof Documents<?> each ? counting(each, Documents.class) : result;
    }
}
