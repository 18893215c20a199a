package dev.gatehouse.http.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.Clock;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("node")
final class TargetsTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.9.10",
                "localhost",
                "0.0.0.0",
                "0.1.2.3",
                "169.254.169.254",
                "10.1.2.3",
                "172.31.0.1",
                "192.168.1.1",
                "100.64.0.1",
                "100.100.100.200",
                "198.19.0.5",
                "224.0.0.1",
                "255.255.255.255",
                "[::1]",
                "[::]",
                "[::127.0.0.1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:a9fe:a9fe]",
                "[64:ff9b::7f00:1]",
                "[64:ff9b::a9fe:a9fe]",
                "[2002:7f00:1::1]",
                "[2001:0:7f00:1::1]",
                "[fe80::1]",
                "[fc00::1]",
                "[fd00:ec2::254]",
                "[fec0::1]",
                "[ff02::1]"
            })
    void deniesWhatIsNotOfThePublicInternet(String host) {
        assertThatThrownBy(() -> resolve(AllowedTargets.NONE, host, 80))
                .isInstanceOf(DeniedTargetException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "100.128.0.1",
                "172.32.0.1",
                "198.20.0.1",
                "[2606:4700:4700::1111]",
                "[64:ff9b::101:101]"
            })
    void letsAddressesOfThePublicInternetThrough(String host) {
        assertThat(resolve(AllowedTargets.NONE, host, 80).port()).isEqualTo(80);
    }

    @Test
    void deniesEveryAddressOfThisMachine() throws Exception {
        List<InetAddress> own =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .toList();

        assertThat(own).isNotEmpty().noneMatch(PublicAddresses::contain);
    }

    @Test
    void allowsWhatTheOperatorLists() {
        AllowedTargets allowed =
                AllowedTargets.parse("127.0.0.1:3000, 10.0.0.0/8, [fd00::/16]:443, *.lan:80");

        assertThat(resolve(allowed, "127.0.0.1", 3000).hostAddress()).isEqualTo("127.0.0.1");
        assertThat(resolve(allowed, "localhost", 3000).hostAddress()).isEqualTo("127.0.0.1");
        assertThat(resolve(allowed, "10.9.8.7", 8080).port()).isEqualTo(8080);
        assertThat(resolve(allowed, "[fd00::7]", 443).port()).isEqualTo(443);
        for (String denied : List.of("127.0.0.1:3001", "127.0.0.2:3000", "11.0.0.0:0")) {
            String[] parts = denied.split(":");
            assertThat(allowed.coverAddress(InetAddress.ofLiteral(parts[0]), port(parts[1])))
                    .as(denied)
                    .isFalse();
        }
        assertThat(allowed.coverName("nas.lan", 80)).isTrue();
        assertThat(allowed.coverName("nas.lan.evil.example", 80)).isFalse();
        assertThat(allowed.coverName("lan", 80)).isFalse();
    }

    @Test
    void aNameThatResolvesOtherwiseAMomentLaterLeadsToTheAddressThatWasJudged() {
        try (RebindingNames names = new RebindingNames("127.0.0.1", "127.0.0.2")) {
            Vertx own =
                    Vertx.vertx(
                            new VertxOptions()
                                    .setAddressResolverOptions(
                                            new AddressResolverOptions()
                                                    .addServer("127.0.0.1:" + names.port())
                                                    .setCacheMaxTimeToLive(0)));
            HttpServer judged = listen(own, "127.0.0.1", 0, "judged");
            HttpServer other = listen(own, "127.0.0.2", judged.actualPort(), "other");
            Targets targets =
                    new Targets(
                            own,
                            AllowedTargets.parse("127.0.0.1:" + judged.actualPort()),
                            Clock.SYSTEM);

            SocketAddress address = targets.resolve("rebind.example", judged.actualPort()).await();
            String response =
                    own.createHttpClient()
                            .request(
                                    new RequestOptions()
                                            .setHost("rebind.example")
                                            .setPort(other.actualPort())
                                            .setServer(address))
                            .compose(request -> request.send())
                            .compose(got -> got.body())
                            .map(Object::toString)
                            .await();

            assertThat(response).isEqualTo("judged for rebind.example:" + judged.actualPort());
            assertThat(names.asked()).isOne();
            own.close().await();
        }
    }

    private static HttpServer listen(Vertx vertx, String host, int port, String says) {
        return vertx.createHttpServer()
                .requestHandler(
                        request -> request.response().end(says + " for " + request.authority()))
                .listen(port, host)
                .await();
    }

    private SocketAddress resolve(AllowedTargets allowed, String host, int port) {
        return new Targets(vertx, allowed, Clock.SYSTEM).resolve(host, port).await();
    }

    private static int port(String text) {
        return Integer.parseInt(text);
    }
}
