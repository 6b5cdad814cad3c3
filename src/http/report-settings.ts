import type { z } from 'zod';
import type { ReportSettings, SourceStatement } from '../model/report-settings.js';
import type { connectionChangeSchema } from './connection-schemas.js';

type Given = NonNullable<z.infer<ReturnType<typeof connectionChangeSchema>>['report_settings']>;
type GivenStatement = NonNullable<Given['general']>;

/** Report settings as the API takes them, in our spelling. */
export function readReportSettings(given: Given): ReportSettings {
  const { third_parties, controller, sold_or_shared, general, sources, authority, transfers } = given;
  return {
    ...{ thirdParties: third_parties, authority, transfers, soldOrShared: sold_or_shared },
    controller: controller && {
      name: controller.name,
      contact: controller.contact,
      privacyOfficer: controller.privacy_officer,
    },
    general: general && readStatement(general),
    sources:
      sources &&
      Object.fromEntries(
        Object.entries(sources).flatMap(([id, one]) => (one ? [[id, readStatement(one)]] : [])),
      ),
  };
}

function readStatement({ automated_decisions, ...rest }: GivenStatement): SourceStatement {
  return { ...rest, automatedDecisions: automated_decisions };
}

/** Report settings as the API shows them. */
export function showReportSettings(settings: ReportSettings): Record<string, unknown> {
  const { thirdParties, controller, soldOrShared, general, sources, authority, transfers } = settings;
  return {
    ...{ third_parties: thirdParties, authority, transfers, sold_or_shared: soldOrShared },
    controller: controller && {
      name: controller.name,
      contact: controller.contact,
      privacy_officer: controller.privacyOfficer,
    },
    general: general && showStatement(general),
    sources:
      sources && Object.fromEntries(Object.entries(sources).map(([id, one]) => [id, showStatement(one)])),
  };
}

function showStatement({ automatedDecisions, ...rest }: SourceStatement): Record<string, unknown> {
  return { ...rest, automated_decisions: automatedDecisions };
}
