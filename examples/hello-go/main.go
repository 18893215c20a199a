// A Lambda function on the custom runtime that greets whoever the path names.
package main

import (
	"context"
	"fmt"
	"net/http"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
)

func greet(_ context.Context, request events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	return events.APIGatewayV2HTTPResponse{
		StatusCode: http.StatusOK,
		Headers:    map[string]string{"content-type": "application/json"},
		Body:       fmt.Sprintf(`{"greeting": "Hello, %s"}`, request.PathParameters["name"]),
	}, nil
}

func main() {
	lambda.Start(greet)
}
