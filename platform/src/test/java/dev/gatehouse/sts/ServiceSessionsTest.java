package dev.gatehouse.sts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.function.RoleCredentials;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles that services assume: those of functions, and those that were passed. */
@org.junit.jupiter.api.Tag("node")
final class ServiceSessionsTest {
    private static final AccountId ACCOUNT = StsFixture.ACCOUNT;

    @TempDir Path folder = Path.of("");
    private StsFixture fixture;

    @BeforeEach
    void open() {
        fixture = new StsFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private StsService sts(@Nullable String trustPolicy) {
        return fixture.sts(trustPolicy);
    }

    @Test
    void eachEnvironmentHasCredentialsOfItsOwn() {
        RoleCredentials functions =
                sts(StsFixture.trusting("\"Service\":\"lambda.amazonaws.com\"")).roleCredentials();
        Arn role = Arn.global("iam", ACCOUNT, "role/team/deployer");

        assertThat(functions.assume(role, function("f1")).accessKeyId())
                .isNotEqualTo(functions.assume(role, function("f1")).accessKeyId());
    }

    @Test
    void theSessionOfAFunctionWithANameOfOneLetterHasALongerOne() {
        RoleCredentials functions =
                sts(StsFixture.trusting("\"Service\":\"lambda.amazonaws.com\"")).roleCredentials();
        Arn role = Arn.global("iam", ACCOUNT, "role/r");

        assertThat(functions.assume(role, function("z")).principal().arn())
                .isEqualTo("arn:aws:sts::000000000000:assumed-role/r/z@lambda_function");
    }

    @Test
    void aFunctionCannotHaveARoleThatDoesNotTrustLambda() {
        RoleCredentials functions = sts(StsFixture.trusting("\"AWS\":\"*\"")).roleCredentials();

        StsFixture.rejected(
                "AccessDeniedException",
                () -> functions.assume(Arn.global("iam", ACCOUNT, "role/r"), function("f")));
    }

    @Test
    void aRoleNobodyMadeIsNeverAssumed() {
        RoleCredentials functions = sts(null).roleCredentials();

        StsFixture.rejected(
                "AccessDeniedException",
                () -> functions.assume(Arn.global("iam", ACCOUNT, "role/none"), function("f")));
        StsFixture.rejected(
                "AccessDeniedException",
                () -> functions.assume(new Arn("aws", "iam", "", "x", "role/r"), function("f")));
    }

    @Test
    void aRoleThatNamesAFunctionIsAssumedForNoOther() {
        String one = function("one").toString();
        RoleCredentials functions =
                sts("""
                {"Statement":{"Effect":"Allow","Action":"sts:AssumeRole",
                 "Principal":{"Service":"lambda.amazonaws.com"},
                 "Condition":{"ArnLike":{"aws:SourceArn":"%s"},
                              "StringEquals":{"aws:SourceAccount":"000000000000"}}}}
                """
                                .formatted(one))
                        .roleCredentials();
        Arn role = Arn.global("iam", ACCOUNT, "role/r");

        assertThat(functions.assume(role, function("one")).accessKeyId()).startsWith("ASIA");
        StsFixture.rejected(
                "AccessDeniedException", () -> functions.assume(role, function("other")));
    }

    @Test
    void aRoleThatNamesAnotherAccountIsNotAssumedForThisOne() {
        StsService sts =
                sts(
                        """
                        {"Statement":{"Effect":"Allow","Action":"sts:AssumeRole",
                         "Principal":{"Service":"apigateway.amazonaws.com"},
                         "Condition":{"StringEquals":{"aws:SourceAccount":"111111111111"}}}}
                        """);

        assertThat(session(sts, "*")).isEmpty();
    }

    /** What says more than is known of the API is not met. */
    @Test
    void aRoleThatNamesAnApiIsAssumedForNoOther() {
        StsService sts =
                sts(
                        """
                        {"Statement":{"Effect":"Allow","Action":"sts:AssumeRole",
                         "Principal":{"Service":"apigateway.amazonaws.com"},
                         "Condition":{"ArnLike":{
                          "aws:SourceArn":"arn:aws:execute-api:us-east-1:000000000000:one/*"}}}}
                        """);

        assertThat(session(sts, "one/*")).isPresent();
        assertThat(session(sts, "other/*")).isEmpty();
    }

    private static Optional<Principal> session(StsService sts, String api) {
        return sts.serviceRoles()
                .assume(
                        Arn.global("iam", ACCOUNT, "role/r"),
                        "apigateway.amazonaws.com",
                        "session",
                        Arn.of("execute-api", Region.DEFAULT, ACCOUNT, api));
    }

    private static Arn function(String name) {
        return Arn.of("lambda", new Region("us-east-1"), ACCOUNT, "function:" + name);
    }
}
