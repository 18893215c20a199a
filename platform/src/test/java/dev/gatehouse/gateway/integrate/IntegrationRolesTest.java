package dev.gatehouse.gateway.integrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.policy.Permissions;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("node")
final class IntegrationRolesTest {
    private static final Arn ROLE = Arn.parse("arn:aws:iam::000000000000:role/r").orElseThrow();

    private static final Arn API =
            Arn.parse("arn:aws:execute-api:us-east-1:000000000000:api/*").orElseThrow();

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean trusts;

    private final IntegrationRoles roles =
            new IntegrationRoles(
                    (role, service, session, _) -> {
                        asked.incrementAndGet();
                        assertThat(service).isEqualTo("apigateway.amazonaws.com");
                        return trusts
                                ? Optional.of(Principal.service(AccountId.DEFAULT, service))
                                : Optional.empty();
                    },
                    _ -> Permissions.NONE,
                    new Clock() {
                        @Override
                        public Instant now() {
                            return Instant.EPOCH;
                        }

                        @Override
                        public long nanoTime() {
                            return nanos.get();
                        }
                    });

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aRoleThatComesToTrustApiGatewayIsAssumedSomeSecondsLater() {
        assertThat(mayAssume()).isFalse();
        trusts = true;
        assertThat(mayAssume()).isFalse();

        nanos.addAndGet(Duration.ofSeconds(5).toNanos());

        assertThat(mayAssume()).isTrue();
    }

    @Test
    void aBusyApiAsksForItsRoleOnceInAWhile() {
        trusts = true;
        for (int i = 0; i < 100; i++) {
            assertThat(mayAssume()).isTrue();
        }
        assertThat(asked).hasValue(1);
    }

    private boolean mayAssume() {
        return Future.<Boolean>future(
                        done ->
                                vertx.runOnContext(
                                        _ ->
                                                roles.assume(ROLE, API)
                                                        .map(Optional::isPresent)
                                                        .onComplete(done)))
                .await();
    }
}
