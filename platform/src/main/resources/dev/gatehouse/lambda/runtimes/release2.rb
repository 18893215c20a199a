# frozen_string_literal: true

# Runs release 2.0.0 of AWS's runtime client, mended in what later releases of it mended: how an
# error that ends the process is told, and how logs are written.
module Release2
  CLIENT = AwsLambdaRuntimeInterfaceClient

  def self.start
    descriptor = ENV.delete('_LAMBDA_TELEMETRY_LOG_FD')
    frame_logs(IO.new(descriptor.to_i, 'wb')) if descriptor
    CLIENT::LambdaRunner.prepend(Endings)
    agent = "aws-lambda-ruby/#{RUBY_VERSION}-#{CLIENT::VERSION}"
    runner = CLIENT::LambdaRunner.new(ENV.fetch('AWS_LAMBDA_RUNTIME_API'), agent)
    runner.run(Dir.pwd, ENV.fetch('_HANDLER'))
  end

  # The client itself would open the pipe by its name in /proc, which only its maker may.
  def self.frame_logs(pipe)
    pipe.sync = true
    helper = CLIENT::TelemetryLoggingHelper
    helper.telemetry_log_fd_file = pipe
    helper.telemetry_log_sink = Records.new(file: pipe)
    helper.allocate.send(:mutate_kernel_puts)
    Logger.prepend(LoggerOfRecords)
  end

  # 2.0.0 hands over the last argument by its place and takes it by its name.
  module Endings
    private

    def send_error_response(invocation, error, exit_code = nil, active = true)
      super(invocation, error, exit_code, runtime_loop_active: active)
    end
  end

  # Frames that tell the time of a record, each written at once: threads do not mix theirs.
  class Records < TelemetryLogSink
    TYPE = 0xa55a0003

    def write(record)
      if @file.closed?
        super
      else
        micros = Process.clock_gettime(Process::CLOCK_REALTIME, :microsecond)
        @file.write([TYPE, record.bytesize, micros].pack('L>L>Q>') + record.b)
      end
      nil
    end
  end

  # Loggers of the standard streams write records. Their own constructor sets what newer Rubies
  # added to them, and the caller's formatter.
  module LoggerOfRecords
    def initialize(device, *rotation, formatter: nil, **options)
      if !device || device == $stdout || device == $stderr
        device = CLIENT::TelemetryLoggingHelper.telemetry_log_sink
        formatter ||= Lines.new
      end
      super(device, *rotation, formatter: formatter, **options)
    end
  end

  # Newer Rubies no longer end the time with a space.
  class Lines < LambdaLogFormatter
    private

    def format_datetime(time)
      "#{super.rstrip} "
    end
  end
end
