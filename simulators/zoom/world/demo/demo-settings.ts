import type { JsonObject } from '../../json.js';
import type { SettingsShape } from '../world-user.js';

const passcodeRule: JsonObject = {
  consecutive_characters_length: 0,
  have_letter: true,
  have_number: true,
  have_special_character: false,
  have_upper_and_lower_characters: false,
  length: 8,
  only_allow_numeric: false,
  weak_enhance_detection: true,
};

/** The four shapes of `GET /users/{userId}/settings` for a person with these licences. */
export function demoSettings(licences: {
  webinar: boolean;
  phone: boolean;
}): Record<SettingsShape, JsonObject> {
  return {
    default: defaultSettings(licences),
    meeting_authentication: {
      allow_authentication_exception: true,
      meeting_authentication: true,
      authentication_options: [option('signIn_D8cJuqWVQ623CI4Q8yQK0Q', 'Sign in to Zoom', 'enforce_login')],
    },
    recording_authentication: {
      recording_authentication: true,
      authentication_options: [
        option('internally_kHzTqoMqQzmTd4nq1BQDGg', 'People at Example Corp', 'internally'),
      ],
    },
    meeting_security: {
      meeting_security: {
        auto_security: true,
        block_user_domain: false,
        embed_password_in_join_link: true,
        encryption_type: 'enhanced_encryption',
        end_to_end_encrypted_meetings: false,
        meeting_password: true,
        meeting_password_requirement: passcodeRule,
        only_authenticated_can_join_from_webclient: false,
        phone_password: true,
        pmi_password: true,
        require_password_for_scheduled_meeting: true,
        require_password_for_scheduled_webinar: true,
        waiting_room: true,
        waiting_room_settings: {
          participants_to_place_in_waiting_room: 1,
          users_who_can_admit_participants_from_waiting_room: 0,
          whitelisted_domains_for_waiting_room: 'example.com',
        },
        webinar_password: true,
      },
    },
  };
}

function option(id: string, name: string, type: string): JsonObject {
  return { id, name, type, default_option: true, domains: '', visible: true };
}

function defaultSettings(licences: { webinar: boolean; phone: boolean }): JsonObject {
  return {
    schedule_meeting: {
      audio_type: 'voip',
      host_video: false,
      participants_video: false,
      join_before_host: false,
      personal_meeting: true,
      pmi_password: '739152',
      default_password_for_scheduled_meetings: '418806',
      embed_password_in_join_link: true,
      force_pmi_jbh_password: true,
      meeting_password_requirement: passcodeRule,
      pstn_password_protected: true,
      require_password_for_instant_meetings: true,
      require_password_for_pmi_meetings: 'all',
      require_password_for_scheduled_meetings: true,
      require_password_for_scheduling_new_meetings: true,
      use_pmi_for_instant_meetings: false,
      use_pmi_for_scheduled_meetings: false,
    },
    in_meeting: {
      chat: true,
      private_chat: true,
      auto_saving_chat: false,
      polling: true,
      screen_sharing: true,
      waiting_room: true,
      virtual_background: true,
      e2e_encryption: false,
      feedback: false,
    },
    email_notification: {
      alternative_host_reminder: true,
      cancel_meeting_reminder: true,
      cloud_recording_available_reminder: true,
      jbh_reminder: true,
      schedule_for_reminder: true,
    },
    recording: {
      auto_recording: 'cloud',
      auto_delete_cmr: false,
      cloud_recording: true,
      local_recording: true,
      record_audio_file: true,
      record_gallery_view: false,
      record_speaker_view: true,
      recording_audio_transcript: true,
      recording_disclaimer: true,
      save_chat_text: true,
      show_timestamp: false,
    },
    telephony: {
      audio_conference_info: '',
      show_international_numbers_link: true,
      telephony_regions: { allowed_values: ['DE', 'US'], selection_values: 'DE' },
      third_party_audio: false,
    },
    feature: {
      cn_meeting: false,
      concurrent_meeting: 'Basic',
      in_meeting: false,
      large_meeting: false,
      meeting_capacity: 300,
      webinar: licences.webinar,
      webinar_capacity: licences.webinar ? 500 : 0,
      zoom_events: false,
      zoom_phone: licences.phone,
    },
    tsp: { call_out: false, call_out_countries: [], show_international_numbers_link: false },
    profile: { recording_storage_location: { allowed_values: ['DE', 'US'], value: 'DE' } },
    whiteboard: { out_meeting_advanced_whiteboard: true, in_meeting_advanced_whiteboard: true },
    general_setting: { auto_zoom_room_proximity_connect: true },
  };
}
