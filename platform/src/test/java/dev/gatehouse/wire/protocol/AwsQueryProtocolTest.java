package dev.gatehouse.wire.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.aws.cloudformation.CloudFormation;
import dev.gatehouse.aws.cloudformation.CreateStackInput;
import dev.gatehouse.aws.iam.CreateRoleRequest;
import dev.gatehouse.aws.iam.Iam;
import dev.gatehouse.aws.iam.Tag;
import dev.gatehouse.aws.sts.GetCallerIdentityResponse;
import dev.gatehouse.aws.sts.Sts;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.message.WireResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@org.junit.jupiter.api.Tag("unit")
class AwsQueryProtocolTest {
    private final Protocol protocol = AwsQueryProtocol.INSTANCE;

    @Test
    void elementsOfAListComeInTheOrderOfTheirNumbers() {
        CreateRoleRequest input =
                createRole(
                        "RoleName=r&Tags.member.10.Key=c&Tags.member.2.Key=b&Tags.member.1.Key=a"
                                + "&Tags.member.1.Value=x+y%2B");

        assertThat(input.tags()).extracting(Tag::key).containsExactly("a", "b", "c");
        assertThat(input.tags()).first().extracting(Tag::value).isEqualTo("x y+");
    }

    @Test
    void anEmptyListIsAListAndNotAbsent() {
        CreateStackInput input =
                CloudFormation.CREATE_STACK.input(
                        protocol.decode(
                                CloudFormation.CREATE_STACK.model(),
                                Requests.form("Action=CreateStack&StackName=s&Parameters=&Tags=")));

        assertThat(input.parameters()).isEmpty();
        assertThat(input.tags()).isEmpty();
        assertThat(input.capabilities()).isNull();
    }

    @Test
    void aGetCarriesItsParametersInTheQueryString() {
        CreateRoleRequest input =
                Iam.CREATE_ROLE.input(
                        protocol.decode(
                                Iam.CREATE_ROLE.model(),
                                Requests.request("GET", "/?Action=CreateRole&RoleName=a%20b", "")));

        assertThat(input.roleName()).isEqualTo("a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MaxSessionDuration=soon", "MaxSessionDuration=1e9"})
    void aNumberThatIsNoneIsRejected(String form) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> createRole(form))
                .matches(rejection -> rejection.code().equals("MalformedInput"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RoelName",
                "Tags.member.1.Kye",
                "Tags.Tag.1.Key",
                "Tags.member.one.Key",
                "RoleName.First",
                "DeploymentConfig.Mode"
            })
    void aParameterThatNothingWouldReadIsRejectedByName(String name) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> createRole(name + "=1"))
                .withMessageStartingWith("Unrecognized parameter " + name.substring(0, 8))
                .matches(rejection -> rejection.code().equals("MalformedInput"));
    }

    @Test
    void whatIsSaidOfTheRequestItselfIsNoParameter() {
        CreateRoleRequest input =
                createRole(
                        "RoleName=r&Version=2010-05-08&X-Amz-Date=1&SignatureVersion=2"
                                + "&DeploymentConfig.Mode=STANDARD");

        assertThat(input.roleName()).isEqualTo("r");
    }

    @Test
    void namesNestedWithoutEndAreRejected() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> createRole("Tags" + ".a".repeat(50_000) + "=1"));
    }

    @Test
    void aResultStandsInItsWrapperBesideTheRequestId() {
        WireResponse response =
                protocol.encode(
                        Sts.GET_CALLER_IDENTITY.model(),
                        GetCallerIdentityResponse.builder()
                                .account("000000000000")
                                .arn("arn:aws:iam::000000000000:root")
                                .build()
                                .data(),
                        new RequestId("id-1"));

        assertThat(Requests.text(response))
                .isEqualTo(
                        "<GetCallerIdentityResponse"
                                + " xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                                + "<GetCallerIdentityResult><Account>000000000000</Account>"
                                + "<Arn>arn:aws:iam::000000000000:root</Arn>"
                                + "</GetCallerIdentityResult><ResponseMetadata>"
                                + "<RequestId>id-1</RequestId></ResponseMetadata>"
                                + "</GetCallerIdentityResponse>");
    }

    @Test
    void anErrorHasTheCodeOfTheModelWhicheverNameItWasGiven() {
        for (String name : new String[] {"NoSuchEntityException", "NoSuchEntity"}) {
            WireResponse response =
                    protocol.encodeError(
                            Iam.MODEL,
                            new ServiceException(name, 404, "no <role>"),
                            new RequestId("id-1"));

            assertThat(Requests.text(response))
                    .contains("<Type>Sender</Type><Code>NoSuchEntity</Code>")
                    .contains("<Message>no &lt;role&gt;</Message>")
                    .contains("<RequestId>id-1</RequestId>");
        }
    }

    private CreateRoleRequest createRole(String form) {
        return Iam.CREATE_ROLE.input(
                protocol.decode(
                        Iam.CREATE_ROLE.model(), Requests.form("Action=CreateRole&" + form)));
    }
}
