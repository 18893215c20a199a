package dev.gatehouse.gateway.apigateway;

import static dev.gatehouse.gateway.apigateway.RestFixture.patch;
import static dev.gatehouse.gateway.apigateway.RestFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.apigateway.Account;
import dev.gatehouse.aws.apigateway.ApiGateway;
import dev.gatehouse.aws.apigateway.GetAccountRequest;
import dev.gatehouse.aws.apigateway.UpdateAccountRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of an account. */
@Tag("node")
class AccountOperationsTest {
    private RestFixture rest;
    private String api;

    @BeforeEach
    void open(@TempDir Path folder) {
        rest = new RestFixture(folder);
        api = text(rest.api().id());
    }

    @AfterEach
    void close() {
        rest.close();
    }

    @Test
    void startsWithAwsQuotas() {
        Account account = rest.call(ApiGateway.GET_ACCOUNT, GetAccountRequest.builder().build());
        assertThat(account.features()).containsExactly("UsagePlans");
        assertThat(Objects.requireNonNull(account.throttleSettings()).burstLimit())
                .isEqualTo(5_000);
        assertThat(api).isNotEmpty();
    }

    @Test
    void keepsItsLogRole() {
        String role = "arn:aws:iam::111111111111:role/logs";
        assertThat(update(role).cloudwatchRoleArn()).isEqualTo(role);
        assertThat(
                        rest.call(ApiGateway.GET_ACCOUNT, GetAccountRequest.builder().build())
                                .cloudwatchRoleArn())
                .isEqualTo(role);
    }

    @Test
    void rejectsTheLogRoleOfAnAccountThatIsNone() {
        assertThatThrownBy(() -> update("me"))
                .hasMessageStartingWith(
                        "The role ARN does not have required permissions configured.");
    }

    @Test
    void rejectsTheLogRoleOfAnotherAccount() {
        assertThatThrownBy(() -> update("arn:aws:iam::000000000000:role/logs"))
                .hasMessageStartingWith("Cross-account pass role is not allowed.");
    }

    private Account update(String role) {
        return rest.call(
                ApiGateway.UPDATE_ACCOUNT,
                UpdateAccountRequest.builder()
                        .patchOperations(List.of(patch("replace", "/cloudwatchRoleArn", role)))
                        .build());
    }
}
