package dev.gatehouse.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.identity.AssumableRole;
import dev.gatehouse.identity.RoleDirectory;
import dev.gatehouse.identity.policy.Permissions;
import dev.gatehouse.identity.secret.TestSecrets;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.sql.SqlStore;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** STS over a store of its own, with one role or none. */
final class StsFixture implements AutoCloseable {
    static final AccountId ACCOUNT = AccountId.DEFAULT;
    static final String ALLOWING_READS =
            """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}
            """;

    final Store store;

    StsFixture(Path folder) {
        store = SqlStore.open("sqlite:" + folder.resolve("store.db"));
    }

    @Override
    public void close() {
        store.close();
    }

    static String trusting(String principal) {
        return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",\
        "Principal":{%s}}]}\
        """
                .formatted(principal);
    }

    StsService sts(@Nullable String trustPolicy) {
        RoleDirectory roles =
                arn ->
                        trustPolicy == null
                                ? Optional.empty()
                                : Optional.of(new AssumableRole(arn, "AROA1", trustPolicy, 3_600));
        return sts(roles, true);
    }

    StsService sts(RoleDirectory roles, boolean rootMayAssume) {
        Directory iam =
                new Directory(
                        roles,
                        _ -> Permissions.NONE,
                        (_, arn) ->
                                arn.endsWith("/ReadOnly")
                                        ? Optional.of(ALLOWING_READS)
                                        : Optional.empty(),
                        (_, _) -> Optional.empty());
        return new StsService(
                store,
                TestSecrets.of(store),
                Clock.SYSTEM,
                iam,
                _ -> Optional.empty(),
                Unreachable.PROVIDERS,
                rootMayAssume);
    }

    static void rejected(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
