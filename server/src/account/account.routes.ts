import { AppError, demoSignInBody, type Me, setupBody, signInBody } from '@learnflow/shared';
import { addressKey } from '../http/rate-limit.ts';
import { type Route, route } from '../http/route.ts';
import {
  type AccountDeps,
  describeMe,
  setUpTeacher,
  signInTeacher,
  signOut,
} from './account.service.ts';
import type { DemoTeacher } from './demo-teacher.ts';

/** Each costs a scrypt on purpose; a person tries a few times a minute at most, a staff room a little more. */
const triesPerMinute = 60;

/**
 * @param deps.demo     only of a server that was started with the demo
 * @param deps.address  where the network reaches this server; known once it listens
 */
export function accountRoutes(
  deps: AccountDeps & {
    demo?: DemoTeacher | undefined;
    address?: () => string | undefined;
  },
): Route[] {
  return [
    {
      method: 'get',
      path: '/api/me',
      summary: 'Who this device belongs to and which rooms it can go back to.',
      access: 'public',
      example: {
        user: { name: 'Maya Cohen', kind: 'student' },
        needsSetup: false,
        asksName: false,
        address: 'http://192.0.2.7:4000',
        rejoin: [
          {
            lessonId: 'f3b1c8de-5a7d-4d7e-9a0e-1d2c3b4a5f60',
            roomId: '0b6f7a52-9f2d-4a53-8c39-6d1f2e3a4b5c',
            className: '10B Computing',
            name: 'Maya Cohen',
            ink: 3,
            leftAt: 1795000000000,
          },
        ],
      },
      handle: async ({ caller, headers, setCookie }) => {
        const { me, cookies } = await describeMe(deps, caller, headers);
        cookies.forEach(setCookie);
        return { ...me, address: deps.address?.() ?? null } satisfies Me;
      },
    },
    route({
      method: 'post',
      path: '/api/setup',
      summary: 'Makes the first teacher with the one-time link from the terminal, and signs in.',
      access: 'public',
      limitPerMinute: triesPerMinute,
      body: setupBody,
      example: {},
      handle: async ({ body, headers, setCookie }) => {
        (await setUpTeacher(deps, body, headers)).forEach(setCookie);
      },
    }),
    route({
      method: 'post',
      path: '/api/sign-in',
      summary: 'Signs a teacher in; the name may be missing while there is one teacher.',
      access: 'public',
      limitPerMinute: triesPerMinute,
      body: signInBody,
      example: {},
      handle: async ({ body, headers, ip, setCookie }) => {
        (await signInTeacher(deps, body, headers, addressKey(ip))).forEach(setCookie);
      },
    }),
    {
      method: 'post',
      path: '/api/sign-out',
      summary: 'Ends the session of this device.',
      access: 'session',
      example: {},
      handle: async ({ caller, headers, setCookie }) => {
        if (caller) (await signOut(deps, caller, headers)).forEach(setCookie);
      },
    },
    route({
      method: 'post',
      path: '/api/demo',
      summary: 'Signs in the teacher of the simulated class; only on a server started with it.',
      access: 'public',
      limitPerMinute: triesPerMinute,
      body: demoSignInBody,
      example: { lessonId: 'f3b1c8de-5a7d-4d7e-9a0e-1d2c3b4a5f60' },
      handle: async ({ body, headers, setCookie }) => {
        if (!deps.demo) {
          throw new AppError('not.found', 'This server runs without the demo. Use npm run demo.');
        }
        (await deps.demo.signIn(body.token, headers)).cookies.forEach(setCookie);
        return { lessonId: deps.demo.lesson?.id ?? null };
      },
    }),
  ];
}
