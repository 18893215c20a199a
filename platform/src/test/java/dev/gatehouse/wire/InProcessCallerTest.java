package dev.gatehouse.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.aws.sts.GetCallerIdentityResponse;
import dev.gatehouse.aws.sts.Sts;
import dev.gatehouse.function.AwsCaller.CallerIdentity;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.kernel.ServiceException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InProcessCallerTest {
    private static final CallerIdentity ADA =
            new CallerIdentity(
                    Principal.user(
                            AccountId.DEFAULT, "arn:aws:iam::000000000000:user/ada", "AIDA1"),
                    new Region("eu-west-1"));

    private static ControlPlaneFixture node;
    private static InProcessCaller caller;

    @BeforeAll
    static void open() throws Exception {
        node = new ControlPlaneFixture(Clock.SYSTEM);
        caller =
                new InProcessCaller(
                        node.services(), Authorizer.SAME_ACCOUNT, () -> "localhost:4566");
    }

    @AfterAll
    static void close() throws Exception {
        node.close();
    }

    @Test
    void actsAsTheIdentityItIsGiven() {
        assertThat(caller.call(ADA, "sts", "GetCallerIdentity", Map.of()))
                .containsEntry("Account", "000000000000")
                .containsEntry("UserId", "AIDA1")
                .containsEntry("Arn", "arn:aws:iam::000000000000:user/ada");
        assertThat(caller.call(ADA, "logs", "DescribeLogGroups", Map.of()))
                .containsEntry("nextToken", "eu-west-1");
    }

    @Test
    void namesThePortThatTheNodeGotInTheEnd() {
        AtomicInteger port = new AtomicInteger();
        Service tells =
                Service.of(Sts.MODEL)
                        .on(
                                Sts.GET_CALLER_IDENTITY,
                                (context, input) ->
                                        GetCallerIdentityResponse.builder()
                                                .arn(context.authority())
                                                .build())
                        .build();
        InProcessCaller late =
                new InProcessCaller(
                        new ServiceDirectory(List.of(tells)),
                        Authorizer.SAME_ACCOUNT,
                        () -> "localhost:" + port);

        port.set(38_493);

        assertThat(late.call(ADA, "sts", "GetCallerIdentity", Map.of()))
                .containsEntry("Arn", "localhost:38493");
    }

    @Test
    void tellsServicesOfOneSigningNameApartByTheirModels() {
        assertThat(caller.call(ADA, "apigateway", "GetRestApis", Map.of()))
                .containsEntry("position", "v1");
        assertThat(caller.call(ADA, "apigatewayv2", "GetApis", Map.of()))
                .containsEntry("NextToken", "v2");
    }

    @Test
    void validatesAsACallFromOutsideWould() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> caller.call(ADA, "lambda", "GetFunction", Map.of()))
                .extracting(ServiceException::code)
                .isEqualTo("ValidationException");
    }

    @Test
    void passesTheServicesRefusalOn() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(
                        () ->
                                caller.call(
                                        ADA, "lambda", "GetFunction", Map.of("FunctionName", "f")))
                .extracting(ServiceException::code)
                .isEqualTo("ResourceNotFoundException");
    }

    @Test
    void namesAnOperationThatIsNotImplemented() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> caller.call(ADA, "lambda", "ListFunctions", Map.of()))
                .withMessageContaining("lambda:ListFunctions");
    }
}
