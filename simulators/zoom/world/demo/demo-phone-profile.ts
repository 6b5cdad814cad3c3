import type { JsonObject } from '../../json.js';
import type { DemoContext } from './demo-context.js';

/** The demo person's Phone profile and Phone settings; the settings hold a PIN. */
export function demoPhoneProfile(context: DemoContext): { profile: JsonObject; settings: JsonObject } {
  const extensionId = context.random.id();
  return { profile: profile(context, extensionId), settings: settings(context) };
}

function profile({ random, person }: DemoContext, extensionId: string): JsonObject {
  return {
    id: person.id,
    email: person.email,
    phone_user_id: random.id(),
    extension_id: extensionId,
    extension_number: Number(person.extension),
    status: 'activate',
    site_id: random.id(),
    site_admin: false,
    department: 'Customer Success',
    cost_center: 'CC-2201',
    phone_numbers: [{ id: random.id(), number: person.number }],
    calling_plans: [{ type: 600, billing_account_id: random.id(), billing_account_name: 'Example Corp' }],
    emergency_address: {
      id: random.id(),
      address_line1: 'Musterstrasse 12',
      address_line2: '',
      city: 'Berlin',
      country: 'DE',
      state_code: 'BE',
      zip: '10115',
    },
    policy: {
      voicemail: {
        enable: true,
        allow_delete: true,
        allow_download: true,
        allow_transcription: true,
        allow_videomail: false,
      },
      ad_hoc_call_recording: {
        enable: true,
        recording_start_prompt: true,
        recording_transcription: true,
        locked: false,
      },
      sms: { enable: true, international_sms: false, locked: false },
      voicemail_access_members: [
        {
          access_user_id: random.id(),
          allow_delete: false,
          allow_download: true,
          allow_sharing: false,
          shared_id: random.id(),
        },
      ],
    },
  };
}

function settings({ random, person }: DemoContext): JsonObject {
  return {
    area_code: '30',
    audio_prompt_language: 'en-US',
    company_number: '+493055500000',
    country: { code: 'DE', country_code: '49', name: 'Germany' },
    delegation: {
      assistants: [
        {
          id: random.id(),
          display_name: 'Blair Office',
          extension_id: random.id(),
          extension_number: 10001002,
          extension_type: 'user',
        },
      ],
      privacy: true,
      locked: false,
    },
    desk_phone: {
      devices: [
        {
          id: random.id(),
          device_type: 'Yealink T54W',
          display_name: "Alex's desk phone",
          mac_address: '203a07240534',
          private_ip: '192.0.2.13',
          public_ip: '203.0.113.126',
          status: 'online',
          policy: { call_control: { status: 'on' }, hot_desking: { status: 'off' } },
        },
      ],
      keys_positions: { primary_number: person.number },
      phone_screen_lock: true,
      pin_code: '604918',
    },
    extension_number: Number(person.extension),
    outbound_caller: { number: person.number },
    outbound_caller_ids: [{ is_default: true, name: person.name, number: person.number }],
    status: 'Active',
    business_hours_settings: {
      business_hour_type: 2,
      business_hours: [2, 3, 4, 5, 6].map((weekday) => ({ weekday, type: 2, from: '09:00', to: '18:00' })),
    },
  };
}
