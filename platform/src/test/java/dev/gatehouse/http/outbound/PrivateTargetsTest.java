package dev.gatehouse.http.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class PrivateTargetsTest {
    private static final String ARN =
            "arn:aws:elasticloadbalancing:us-east-1:000000000000:listener/app/shop/a/b";
    private static final URI ONE = URI.create("http://127.0.0.1:1");
    private static final URI TWO = URI.create("http://127.0.0.1:2");

    @Test
    void aTargetIsFoundByItsArnItsNameAndPatterns() {
        for (String name : new String[] {ARN, "shop", "sh*", "*", "arn:aws:*:listener/app/*"}) {
            assertThat(new PrivateTargets(Map.of(name, ONE)).find(ARN)).as(name).hasValue(ONE);
        }
        assertThat(new PrivateTargets(Map.of("shopp", ONE, "hop", ONE)).find(ARN)).isEmpty();
        assertThat(PrivateTargets.NONE.find(ARN)).isEmpty();
    }

    @Test
    void whatNamesItMostExactlyCounts() {
        assertThat(new PrivateTargets(Map.of("*", TWO, "shop", ONE)).find(ARN)).hasValue(ONE);
        assertThat(new PrivateTargets(Map.of("*", TWO, "sh*", ONE)).find(ARN)).hasValue(ONE);
    }

    @Test
    void theNameOfAServiceIsItsId() {
        assertThat(
                        PrivateTargets.nameIn(
                                "arn:aws:servicediscovery:us-east-1:000000000000:service/srv-1?stage=x"))
                .startsWith("srv-1");
        assertThat(PrivateTargets.nameIn("nothing")).isEqualTo("nothing");
    }
}
